package org.rav1ebygop.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.spi.ToolProvider;

/// Builds the image from the jars of its modules. Does nothing when it was built from the same
/// inputs before.
final class BuildImage {
  /// Baked into the runtime; docs/adr/0004 has the figures.
  private static final String JVM_OPTIONS =
      String.join(
          " ",
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-XX:-UsePerfData",
          "--enable-native-access=org.rav1ebygop.input.y4m,org.rav1ebygop.registry,org.rav1ebygop.encoder.librav1e",
          "--illegal-native-access=deny",
          // The heap has its final size from the start: growing, it would fill up with what died.
          "-XX:InitialRAMPercentage=100",
          "-Xmx128m",
          // The JVM reports on stdout unless told otherwise, where the film may be going; that the
          // AOT cache cannot be used is no error, the start only takes longer.
          "-Xlog:disable",
          "-Xlog:all=error,aot*=off,cds*=off:stderr");

  private final Path project;
  private final Path image;
  private final Path rav1e;
  private final Path dav1d;
  private final Path librav1e;
  private final Instant timestamp;

  private BuildImage(String[] args) {
    this.project = Path.of(args[0]);
    this.image = Path.of(args[1]);
    this.rav1e = Path.of(args[2]);
    this.dav1d = Path.of(args[3]);
    this.librav1e = Path.of(args[4]);
    this.timestamp = Instant.parse(args[5]);
  }

  /// Arguments: the directory of the project, where the image goes, the directories with the rav1e,
  /// the dav1d and the librav1e to ship (need not exist), and the time of change of all files in
  /// the image.
  public static void main(String[] args) throws IOException, InterruptedException {
    BuildImage build = new BuildImage(args);
    Path stamp = build.image.resolveSibling(build.image.getFileName() + ".inputs");
    String inputs = build.inputs();
    if (Files.exists(stamp) && Files.readString(stamp).equals(inputs)) {
      System.out.println("The image is up to date: " + build.image);
      return;
    }
    Files.deleteIfExists(stamp);
    build.run();
    Files.writeString(stamp, inputs);
  }

  private String inputs() throws IOException {
    return Trees.digest(
        List.of(
            jars(),
            pluginJars(),
            sdk(),
            example().resolve("pom.xml"),
            example().resolve("README.md"),
            example().resolve("src"),
            project.resolve("src/image"),
            project.resolve("src/legal"),
            project.resolve("target/classes"),
            license(),
            rav1e,
            dav1d,
            librav1e,
            Path.of(System.getProperty("java.home"), "release")));
  }

  private void run() throws IOException, InterruptedException {
    Path modules = project.resolve("target/modules");
    List<Library> libraries = ModulePath.prepare(jars(), modules);
    Trees.delete(image);
    link(modules, libraries);
    keepOnlyJava();
    Trees.copy(project.resolve("src/image"), image);
    Files.copy(license(), image.resolve("LICENSE"));
    for (Library library : libraries) {
      Notices.add(library, project.resolve("src/legal"), image.resolve("legal"));
    }
    addBundle("rav1e", rav1e, "rav1e");
    addBundle("dav1d", dav1d, "dav1d");
    addBundle("librav1e", librav1e, "librav1e.so");
    addPlugins(modules);
    addSdk();
    Trees.normalise(image, timestamp);
    long cache = new AotCache(image, project.resolve("target/training")).train();
    Trees.normalise(image, timestamp);
    System.out.printf(
        "%s: %.1f MB, of which the AOT cache %.1f MB%n",
        image, Trees.bytes(image) / 1e6, cache / 1e6);
  }

  private void link(Path modules, List<Library> libraries) {
    List<String> roots = libraries.stream().map(Library::module).toList();
    ToolProvider jlink = ToolProvider.findFirst("jlink").orElseThrow();
    int code =
        jlink.run(
            System.out,
            System.err,
            "--module-path=" + modules,
            "--add-modules=" + String.join(",", roots),
            "--add-options=" + JVM_OPTIONS,
            "--compress=zip-9",
            // for tools of a JDK: other archives of classes, and a look into images from outside;
            // and one with which only the sorting of large arrays of numbers is quicker
            "--exclude-files=/java.base/lib/classlist,/java.base/lib/jexec,/java.base/lib/libsimdsort.so,**/jrt-fs.jar",
            "--no-header-files",
            "--no-man-pages",
            "--output=" + image);
    if (code != 0) {
      throw new IllegalStateException("jlink ended with " + code);
    }
  }

  /// The image is one program, not a JDK: keytool, jfr and jlink's launchers go.
  private void keepOnlyJava() throws IOException {
    try (var tools = Files.newDirectoryStream(image.resolve("bin"))) {
      for (Path tool : tools) {
        if (!tool.endsWith("java")) {
          Files.delete(tool);
        }
      }
    }
  }

  /// A program or library with all that lies beside it, further libraries and a `copyright`.
  private void addBundle(String name, Path bundle, String main) throws IOException {
    if (!Files.exists(bundle.resolve(main))) {
      System.out.printf("No %s goes into the image: there is none in %s%n", name, bundle);
      return;
    }
    Path lib = image.resolve("lib").resolve(name);
    Trees.copy(bundle, lib);
    Path legal = Files.createDirectories(image.resolve("legal").resolve(name));
    Files.move(lib.resolve("copyright"), legal.resolve("copyright"));
  }

  private void addPlugins(Path modules) throws IOException {
    Path target = Files.createDirectories(image.resolve("plugins"));
    for (ShippedPlugin plugin : ShippedPlugin.all(pluginJars(), modules)) {
      plugin.copyTo(target);
      for (Library library : plugin.libraries()) {
        Notices.add(library, project.resolve("src/legal"), image.resolve("legal"));
      }
    }
  }

  /// What plugins are compiled and tested with, and one to begin from.
  private void addSdk() throws IOException {
    Path target = image.resolve("sdk");
    Trees.copy(sdk(), target);
    Path template = Files.createDirectory(target.resolve("example"));
    for (String file : List.of("pom.xml", "README.md")) {
      Files.copy(example().resolve(file), template.resolve(file));
    }
    Trees.copy(example().resolve("src"), template.resolve("src"));
    var annotations = new Library("org.jspecify", sdk().resolve("jspecify.jar"), false);
    Notices.add(annotations, project.resolve("src/legal"), image.resolve("legal"));
  }

  private Path sdk() {
    return project.resolve("target/sdk");
  }

  private Path example() {
    return project.resolveSibling("plugins").resolve("example");
  }

  private Path pluginJars() {
    return project.resolve("target/plugin-jars");
  }

  private Path jars() {
    return project.resolve("target/jars");
  }

  private Path license() {
    return project.resolveSibling("LICENSE");
  }
}
