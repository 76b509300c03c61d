package org.rav1ebygop.architecture;

import java.lang.classfile.AccessFlags;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.module.ModuleReference;
import java.lang.reflect.AccessFlag;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the users of a module were compiled against: a line for each type, supertype and member
/// that they can name. A line starts with the type.
final class Signatures {
  private static final List<AccessFlag> TOLD =
      List.of(AccessFlag.STATIC, AccessFlag.FINAL, AccessFlag.ABSTRACT, AccessFlag.PROTECTED);

  private Signatures() {}

  /// The lines of the exported packages of a module.
  static Set<String> of(ModuleReference module) {
    Set<String> exported =
        module.descriptor().exports().stream()
            .map(exports -> exports.source().replace('.', '/'))
            .collect(Collectors.toSet());
    var lines = new TreeSet<String>();
    for (ClassModel type : Modules.classes(module)) {
      if (!type.isModuleInfo()) {
        String name = type.thisClass().asInternalName();
        String home = name.substring(0, name.lastIndexOf('/'));
        if (exported.contains(home) && isVisible(flags(type))) {
          add(type, name, lines);
        }
      }
    }
    return lines;
  }

  private static void add(ClassModel type, String name, Set<String> lines) {
    lines.add(name);
    Set<AccessFlag> flags = flags(type);
    if (flags.contains(AccessFlag.FINAL)) {
      lines.add(name + " final");
    }
    if (flags.contains(AccessFlag.INTERFACE)) {
      lines.add(name + " interface");
    }
    type.superclass().ifPresent(from -> lines.add(name + " extends " + from.asInternalName()));
    type.interfaces().forEach(from -> lines.add(name + " implements " + from.asInternalName()));
    type.findAttribute(Attributes.permittedSubclasses())
        .ifPresent(sealed -> {
          lines.add(name + " sealed");
          sealed.permittedSubclasses().stream()
              .map(ClassEntry::asInternalName)
              .forEach(allowed -> lines.add(name + " permits " + allowed));
        });
    Stream.concat(
            type.fields().stream()
                .filter(field -> isVisible(field.flags().flags()))
                .map(field ->
                    member(
                        field.flags(),
                        field.fieldName().stringValue() + " " + field.fieldType().stringValue())),
            type.methods().stream()
                .filter(method -> isVisible(method.flags().flags()))
                .map(method ->
                    member(
                        method.flags(),
                        method.methodName().stringValue() + method.methodType().stringValue())))
        .forEach(member -> lines.add(name + " has " + member));
  }

  private static String member(AccessFlags flags, String text) {
    return text
        + TOLD.stream()
            .filter(flags::has)
            .map(flag -> " " + flag.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining());
  }

  /// Those of the source, which for nested types are not those of the class file.
  private static Set<AccessFlag> flags(ClassModel type) {
    return type.findAttribute(Attributes.innerClasses()).stream()
        .flatMap(attribute -> attribute.classes().stream())
        .filter(inner -> inner.innerClass().equals(type.thisClass()))
        .map(inner -> inner.flags())
        .findFirst()
        .orElseGet(() -> type.flags().flags());
  }

  private static boolean isVisible(Set<AccessFlag> flags) {
    return (flags.contains(AccessFlag.PUBLIC) || flags.contains(AccessFlag.PROTECTED))
        && !flags.contains(AccessFlag.SYNTHETIC);
  }
}
