package org.rav1ebygop.registry;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodType;
import java.lang.module.ModuleReader;
import java.lang.module.ResolvedModule;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the classes of a plugin use of this program, looked up before any of them runs. For plugins
/// that do not say which version they were made for: what is not there any more would else fail
/// some time later, in the middle of a film.
final class ApiUse {
  private static final String OURS = "org/rav1ebygop/";
  private static final String CLASS = ".class";

  private final ModuleLayer layer;
  private final Set<String> found = new HashSet<>();

  private ApiUse(ModuleLayer layer) {
    this.layer = layer;
  }

  /// @param layer of a plugin
  /// @return one thing that is not as the plugin needs it, in a few words, or null
  /// @throws IOException when its classes cannot be read
  static @Nullable String broken(ModuleLayer layer) throws IOException {
    var use = new ApiUse(layer);
    for (ResolvedModule module : layer.configuration().modules()) {
      String broken = use.broken(module);
      if (broken != null) {
        return broken;
      }
    }
    return null;
  }

  private @Nullable String broken(ResolvedModule module) throws IOException {
    try (ModuleReader reader = module.reference().open();
        Stream<String> files = reader.list()) {
      for (String file : classes(files)) {
        byte[] bytes = reader.open(file).orElseThrow().readAllBytes();
        String name = file.substring(0, file.length() - CLASS.length()).replace('/', '.');
        String broken = missing(module, ClassFile.of().parse(bytes));
        broken = broken == null ? unimplemented(type(module, name)) : broken;
        if (broken != null) {
          return broken;
        }
      }
    }
    return null;
  }

  private static List<String> classes(Stream<String> files) {
    return files
        .filter(file -> file.endsWith(CLASS) && !file.endsWith("module-info.class"))
        .filter(file -> !file.startsWith("META-INF/"))
        .toList();
  }

  /// A type or member of ours that a class names and that is not there, or null.
  private @Nullable String missing(ResolvedModule module, ClassModel model) {
    for (PoolEntry entry : model.constantPool()) {
      String missing =
          switch (entry) {
            case ClassEntry type -> missing(module, type.asInternalName());
            case MemberRefEntry member -> missing(module, member);
            default -> null;
          };
      if (missing != null) {
        return missing;
      }
    }
    return null;
  }

  private @Nullable String missing(ResolvedModule module, String internalName) {
    String element = internalName.replaceFirst("^\\[+L(.*);$", "$1");
    if (!element.startsWith(OURS) || !found.add(element)) {
      return null;
    }
    String name = element.replace('/', '.');
    return type(module, name) == null ? "there is no " + name : null;
  }

  private @Nullable String missing(ResolvedModule module, MemberRefEntry member) {
    String owner = member.owner().asInternalName();
    String name = member.name().stringValue();
    String descriptor = member.type().stringValue();
    if (!owner.startsWith(OURS) || !found.add(owner + "." + name + descriptor)) {
      return null;
    }
    Class<?> type = type(module, owner.replace('/', '.'));
    if (type != null && lineage(type).anyMatch(one -> has(one, name, descriptor))) {
      return null;
    }
    return "there is no " + shown(owner, name, descriptor);
  }

  /// A method of ours that a class has to implement and does not, or null.
  private static @Nullable String unimplemented(@Nullable Class<?> type) {
    if (type == null || Modifier.isAbstract(type.getModifiers())) {
      return null;
    }
    try {
      for (Method method : type.getMethods()) {
        String owner = method.getDeclaringClass().getName().replace('.', '/');
        if (Modifier.isAbstract(method.getModifiers()) && owner.startsWith(OURS)) {
          return "%s does not implement %s"
              .formatted(type.getName(), shown(owner, method.getName(), descriptor(method)));
        }
      }
    } catch (LinkageError _) {
      // of a library that is optional: it is not used, or fails as it would have anyway
    }
    return null;
  }

  private @Nullable Class<?> type(ResolvedModule module, String name) {
    try {
      return Class.forName(name, false, layer.findLoader(module.name()));
    } catch (ClassNotFoundException | LinkageError _) {
      return null;
    }
  }

  private static Stream<Class<?>> lineage(Class<?> type) {
    Class<?> parent = type.isInterface() ? Object.class : type.getSuperclass();
    return Stream.concat(
        Stream.of(type),
        Stream.concat(Arrays.stream(type.getInterfaces()), Stream.ofNullable(parent))
            .flatMap(ApiUse::lineage));
  }

  private static boolean has(Class<?> type, String name, String descriptor) {
    if (!descriptor.startsWith("(")) {
      return Arrays.stream(type.getDeclaredFields())
          .anyMatch(field ->
              field.getName().equals(name)
                  && field.getType().descriptorString().equals(descriptor));
    }
    Executable[] members =
        name.equals("<init>") ? type.getDeclaredConstructors() : type.getDeclaredMethods();
    return Arrays.stream(members)
        .filter(member -> member instanceof Method ? member.getName().equals(name) : true)
        .anyMatch(member -> descriptor(member).equals(descriptor));
  }

  private static String descriptor(Executable member) {
    Class<?> result = member instanceof Method method ? method.getReturnType() : void.class;
    return MethodType.methodType(result, member.getParameterTypes()).descriptorString();
  }

  private static String shown(String owner, String name, String descriptor) {
    String type = owner.substring(owner.lastIndexOf('/') + 1).replace('$', '.');
    if (!descriptor.startsWith("(")) {
      return type + "." + name;
    }
    String parameters =
        MethodTypeDesc.ofDescriptor(descriptor).parameterList().stream()
            .map(parameter -> parameter.displayName().replace('$', '.'))
            .collect(Collectors.joining(", "));
    return "%s.%s(%s)".formatted(type, name, parameters);
  }
}
