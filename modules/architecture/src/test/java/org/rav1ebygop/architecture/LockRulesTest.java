package org.rav1ebygop.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.classfile.AnnotationElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.module.ModuleReference;
import java.lang.reflect.AccessFlag;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Of every class that locks it is known which lock guards which field: then the compiler checks
/// each use of it.
class LockRulesTest {
  private static final String GUARDED_BY =
      "Lcom/google/errorprone/annotations/concurrent/GuardedBy;";
  private static final String LOCKS = "java/util/concurrent/locks/";
  private static final Set<String> OF_A_MONITOR = Set.of("wait", "notify", "notifyAll");

  @Test
  void everyMutableFieldOfAClassThatLocksSaysWhichLockGuardsIt() {
    Map<String, Set<String>> unguarded = new TreeMap<>();
    for (ModuleReference module : Modules.all()) {
      if (!Modules.shortName(module).endsWith("testkit")) {
        for (ClassModel type : Modules.classes(module)) {
          addUnguarded(type, unguarded);
        }
      }
    }
    Set<String> gone = new TreeSet<>(LockExceptions.REASONS.keySet());
    gone.removeAll(unguarded.keySet());
    assertEquals(Set.of(), gone, "exceptions that are none any more");
    unguarded.keySet().removeAll(LockExceptions.REASONS.keySet());
    assertEquals(Map.of(), unguarded);
  }

  private static void addUnguarded(ClassModel type, Map<String, Set<String>> unguarded) {
    if (type.methods().stream().noneMatch(LockRulesTest::locks)) {
      return;
    }
    String name = type.thisClass().asInternalName().replace('/', '.');
    for (FieldModel field : type.fields()) {
      if (isMutable(field) && !isGuarded(field)) {
        unguarded
            .computeIfAbsent(name.substring(Modules.OURS.length()), _ -> new TreeSet<>())
            .add(field.fieldName().stringValue());
      }
    }
  }

  private static boolean isMutable(FieldModel field) {
    Set<AccessFlag> flags = field.flags().flags();
    return !flags.contains(AccessFlag.STATIC)
        && !flags.contains(AccessFlag.FINAL)
        && !flags.contains(AccessFlag.VOLATILE);
  }

  private static boolean isGuarded(FieldModel field) {
    return field.findAttribute(Attributes.runtimeInvisibleAnnotations()).stream()
        .flatMap(found -> found.annotations().stream())
        .filter(annotation -> annotation.className().equalsString(GUARDED_BY))
        .flatMap(annotation -> annotation.elements().stream())
        .map(AnnotationElement::name)
        .anyMatch(element -> element.equalsString("value"));
  }

  /// Whether a method is synchronized, enters a monitor, waits at one, or uses a lock.
  private static boolean locks(MethodModel method) {
    return method.flags().has(AccessFlag.SYNCHRONIZED)
        || method.code().stream()
            .flatMap(code -> code.elementStream())
            .anyMatch(element -> element instanceof Instruction step && locks(step));
  }

  private static boolean locks(Instruction step) {
    if (step instanceof InvokeInstruction call) {
      String owner = call.owner().asInternalName();
      return (owner.startsWith(LOCKS) && !owner.endsWith("LockSupport"))
          || (owner.equals("java/lang/Object") && OF_A_MONITOR.contains(call.name().stringValue()));
    }
    return step.opcode() == Opcode.MONITORENTER;
  }
}
