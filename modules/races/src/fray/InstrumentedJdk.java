import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Makes the JDK that Fray runs tests on, unless it is there: this one with calls of Fray in the
/// classes for threads and locks, and the two agents beside it. What it is made of is on the class
/// path.
///
///     java -classpath ... InstrumentedJdk.java FOLDER
final class InstrumentedJdk {
  /// What the tests need.
  private static final String MODULES =
      "java.base,java.instrument,java.logging,java.management,java.xml"
          + ",jdk.management,jdk.unsupported";

  /// What the plugin of jlink is made of.
  private static final String PLUGIN =
      "(fray-(instrumentation-(jdk|base)|runtime)|asm|kotlin-(stdlib|reflect)|annotations)-.*";

  private final Path folder;
  private final List<Path> jars;

  private InstrumentedJdk(Path folder) {
    this.folder = folder;
    this.jars =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> entry.endsWith(".jar"))
            .map(Path::of)
            .toList();
  }

  public static void main(String[] args) throws Exception {
    new InstrumentedJdk(Path.of(args[0]).toAbsolutePath().normalize()).make();
  }

  private void make() throws IOException, InterruptedException {
    Path agent = jar("fray-instrumentation-agent");
    String made = "%s, Java %s%n".formatted(agent.getFileName(), Runtime.version());
    Path stamp = folder.resolve("stamp");
    if (Files.exists(stamp) && Files.readString(stamp).equals(made)) {
      return;
    }
    System.out.println("races: making the instrumented JDK, which takes about 20 s");
    delete(folder);
    Files.createDirectories(folder);
    Files.copy(agent, folder.resolve("agent.jar"));
    try (var jar = FileSystems.newFileSystem(jar("fray-jvmti"))) {
      Files.copy(
          jar.getPath("libjvmti.so"),
          folder.resolve("libjvmti.so"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    jlink(folder.resolve("jdk"));
    Files.writeString(stamp, made);
  }

  private void jlink(Path output) throws IOException, InterruptedException {
    String path =
        jars.stream()
            .filter(jar -> jar.getFileName().toString().matches(PLUGIN))
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "jlink").toString(),
                "-J-javaagent:" + jar("fray-instrumentation-jdk"),
                "-J--module-path=" + path,
                "-J--class-path=" + path,
                "-J--add-modules=org.pastalab.fray.instrumentation.jdk",
                "--add-modules=" + MODULES,
                "--output=" + output,
                "--fray-instrumentation"));
    int code = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (code != 0) {
      throw new IOException("jlink ended with " + code);
    }
  }

  private Path jar(String name) {
    return jars.stream()
        .filter(jar -> jar.getFileName().toString().startsWith(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(name + " is not on the class path"));
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
