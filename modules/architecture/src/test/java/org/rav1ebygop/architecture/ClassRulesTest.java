package org.rav1ebygop.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.FieldRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.module.ModuleReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What the compiled classes of all modules keep to.
class ClassRulesTest {
  private static final Pattern TYPE = Pattern.compile("L([\\w/$]+)[;<]");
  private static final Set<String> TOO_GENERIC =
      Set.of("java/lang/Exception", "java/lang/Throwable");

  /// The streams of the process that modules use.
  private static final Map<String, Set<String>> STREAMS =
      Map.of("cli", Set.of("out"), "worker", Set.of("out", "err"), "terminal", Set.of("err"));

  @Test
  void packagesHaveNoCycles() {
    for (ModuleReference module : Modules.all()) {
      Map<String, Set<String>> arrows = new TreeMap<>();
      for (ClassModel type : Modules.classes(module)) {
        if (!type.isModuleInfo()) {
          String from = packageOf(type.thisClass().asInternalName());
          Set<String> to = arrows.computeIfAbsent(from, _ -> new TreeSet<>());
          usedTypes(type).forEach(used -> to.add(packageOf(used)));
          to.remove(from);
        }
      }
      for (String start : arrows.keySet()) {
        assertEquals(false, reaches(arrows, start), start + " depends on itself: " + arrows);
      }
    }
  }

  /// Whoever prints to standard error himself may wait for a terminal, so that of the command line
  /// goes through the module that never does.
  @Test
  void onlyProgramsPrint() {
    var printing = new ArrayList<String>();
    for (ModuleReference module : Modules.all()) {
      Set<String> allowed = STREAMS.getOrDefault(Modules.shortName(module), Set.of());
      for (ClassModel type : Modules.classes(module)) {
        for (PoolEntry entry : type.constantPool()) {
          if (entry instanceof FieldRefEntry field
              && field.owner().asInternalName().equals("java/lang/System")
              && !allowed.contains(field.name().stringValue())) {
            printing.add(type.thisClass().asInternalName() + " uses System." + field.name());
          }
        }
      }
    }
    assertEquals(List.of(), printing);
  }

  @Test
  void noMethodThrowsJustAnyException() {
    var generic = new ArrayList<String>();
    for (ModuleReference module : Modules.all()) {
      if (Modules.shortName(module).endsWith("testkit")) {
        continue; // tests may throw anything
      }
      for (ClassModel type : Modules.classes(module)) {
        for (MethodModel method : type.methods()) {
          if (throwsGeneric(method)) {
            generic.add(type.thisClass().asInternalName() + "." + method.methodName());
          }
        }
      }
    }
    assertEquals(List.of(), generic);
  }

  private static boolean throwsGeneric(MethodModel method) {
    return method.findAttribute(Attributes.exceptions()).stream()
        .flatMap(attribute -> attribute.exceptions().stream())
        .anyMatch(thrown -> TOO_GENERIC.contains(thrown.asInternalName()));
  }

  /// Our types that a class names, in code, fields, methods and type arguments.
  private static Set<String> usedTypes(ClassModel type) {
    var used = new HashSet<String>();
    for (PoolEntry entry : type.constantPool()) {
      switch (entry) {
        case ClassEntry found -> used.add(found.asInternalName().replaceAll("^\\[+L|;$", ""));
        case Utf8Entry text -> {
          Matcher matcher = TYPE.matcher(text.stringValue());
          while (matcher.find()) {
            used.add(matcher.group(1));
          }
        }
        default -> {}
      }
    }
    used.removeIf(name -> !name.startsWith(Modules.OURS.replace('.', '/')));
    return used;
  }

  private static String packageOf(String type) {
    return type.substring(0, type.lastIndexOf('/')).replace('/', '.');
  }

  private static boolean reaches(Map<String, Set<String>> arrows, String start) {
    var seen = new HashSet<String>();
    var open = new ArrayDeque<>(arrows.get(start));
    while (!open.isEmpty()) {
      String next = open.remove();
      if (next.equals(start)) {
        return true;
      }
      if (seen.add(next)) {
        open.addAll(arrows.getOrDefault(next, Set.of()));
      }
    }
    return false;
  }
}
