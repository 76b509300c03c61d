import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes a copy of the class that starts all threads which starts platform threads in place of
/// virtual ones: Fray does not control virtual threads. Nothing else is different in it.
///
///     java -classpath ... PlatformThreads.java FOLDER
final class PlatformThreads {
  private static final String CLASS = "org/rav1ebygop/background/BackgroundTasks.class";
  private static final ClassDesc VIRTUAL = ClassDesc.of("java.lang.Thread$Builder$OfVirtual");
  private static final ClassDesc PLATFORM = ClassDesc.of("java.lang.Thread$Builder$OfPlatform");

  private PlatformThreads() {}

  public static void main(String[] args) throws IOException {
    Path target = Path.of(args[0], CLASS);
    Files.deleteIfExists(target);
    byte[] original;
    try (InputStream in = ClassLoader.getSystemResourceAsStream(CLASS)) {
      original = in.readAllBytes();
    }
    var file = ClassFile.of();
    byte[] copy = file.transformClass(file.parse(original), calls());
    Files.createDirectories(target.getParent());
    Files.write(target, copy);
  }

  private static ClassTransform calls() {
    return ClassTransform.transformingMethodBodies(
        (CodeTransform)
            (code, element) -> {
              if (element instanceof InvokeInstruction call && isVirtual(call)) {
                code.invoke(
                    call.opcode(),
                    platform(call.owner().asSymbol()),
                    call.name().stringValue().replace("ofVirtual", "ofPlatform"),
                    platform(call.typeSymbol()),
                    call.isInterface());
              } else {
                code.with(element);
              }
            });
  }

  private static boolean isVirtual(InvokeInstruction call) {
    return call.name().equalsString("ofVirtual") || call.owner().asSymbol().equals(VIRTUAL);
  }

  private static MethodTypeDesc platform(MethodTypeDesc type) {
    return type.changeReturnType(platform(type.returnType()));
  }

  private static ClassDesc platform(ClassDesc type) {
    return type.equals(VIRTUAL) ? PLATFORM : type;
  }
}
