package org.rav1ebygop.registry;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarOutputStream;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.spi.MuxerProvider;
import org.rav1ebygop.api.spi.Provider;

/// A plugin jar in the making, compiled from source text by the compiler of the JDK.
final class TestPlugin {
  private static final String SEPARATOR = java.io.File.pathSeparator;

  private final String module;
  private String packageName;
  private String api = "";
  private String apiType = "";
  private String apiText = "";
  private @Nullable String manifest;
  private final Map<String, Short> versions = new HashMap<>();
  private final Set<String> left = new HashSet<>();
  private final Map<String, String> sources = new TreeMap<>();
  private String requires = "requires org.rav1ebygop.api;";
  private String provides = "";

  /// @param module name of the module, and of its package
  TestPlugin(String module) {
    this.module = module;
    this.packageName = module;
  }

  /// A plugin with one muxer.
  static TestPlugin muxer(String module, String id) {
    return new TestPlugin(module).provider("return \"%s\";".formatted(id), "");
  }

  /// Adds a muxer.
  ///
  /// @param id body of its method `id`
  /// @param constructor body of its constructor
  TestPlugin provider(String id, String constructor) {
    provides = "provides org.rav1ebygop.api.spi.MuxerProvider with %s.Made;".formatted(module);
    return source(
        "Made",
        """
        public final class Made implements org.rav1ebygop.api.spi.MuxerProvider {
          public Made() { %s }
          public String id() { %s }
          public String description() { return "made by a test"; }
          public java.util.Set<String> extensions() { return java.util.Set.of(); }
          public org.rav1ebygop.api.spi.Muxer open(org.rav1ebygop.api.spi.MuxRequest request) {
            throw new UnsupportedOperationException();
          }
        }
        """
            .formatted(constructor, id));
  }

  TestPlugin source(String type, String text) {
    sources.put(type, "package %s;\n%s".formatted(packageName, text));
    return this;
  }

  /// Puts the sources that follow into another package.
  TestPlugin packaged(String name) {
    packageName = name;
    return this;
  }

  /// Packs it without a descriptor, the provider in `META-INF/services`.
  ///
  /// @param line of the manifest; may be empty
  TestPlugin automatic(String line) {
    manifest = line;
    return this;
  }

  /// Compiles it against an API that has this type too, or in place of its own.
  TestPlugin apiWith(String type, String text) {
    api = "77.2";
    apiType = type;
    apiText = text;
    return this;
  }

  /// Compiles it against the API of another version.
  TestPlugin api(String version) {
    api = version;
    return this;
  }

  /// Gives a class file another version.
  TestPlugin classVersion(String file, short version) {
    versions.put(file, version);
    return this;
  }

  /// Leaves a class out of the jar.
  TestPlugin without(String type) {
    left.add(type + ".class");
    return this;
  }

  TestPlugin requires(String clause) {
    requires += clause;
    return this;
  }

  TestPlugin provides(String clause) {
    provides = clause;
    return this;
  }

  /// Compiles and packs it.
  ///
  /// @param scratch a folder for sources and classes
  /// @param modules where else to find modules
  Path jar(Path scratch, Path jar, Path... modules) throws IOException {
    Path sourceFolder = Files.createDirectories(scratch.resolve(module + "-src"));
    Path classes = scratch.resolve(module + "-classes");
    var path = new ArrayList<>(List.of(api(scratch).toString()));
    path.addAll(annotations());
    for (Path more : modules) {
      path.add(more.toString());
    }
    var arguments = new ArrayList<>(List.of("-proc:none", "-d", classes.toString()));
    arguments.addAll(List.of("-p", String.join(SEPARATOR, path)));
    sources.put("module-info", "module %s { %s %s }".formatted(module, requires, provides));
    for (var source : sources.entrySet()) {
      Path file = sourceFolder.resolve(source.getKey() + ".java");
      arguments.add(Files.writeString(file, source.getValue()).toString());
    }
    run("javac", arguments.toArray(String[]::new));
    finish(classes);
    pack(classes, jar);
    return jar;
  }

  /// Makes of the classes what the jar is to have.
  private void finish(Path classes) throws IOException {
    Path home = classes.resolve(module.replace('.', '/'));
    for (String name : left) {
      Files.delete(home.resolve(name));
    }
    for (var version : versions.entrySet()) {
      Path file = classes.resolve(version.getKey());
      byte[] bytes = Files.readAllBytes(file);
      ByteBuffer.wrap(bytes).putShort(6, version.getValue());
      Files.write(file, bytes);
    }
    if (manifest != null) {
      Files.delete(classes.resolve("module-info.class"));
      Path services = Files.createDirectories(classes.resolve("META-INF/services"));
      Files.writeString(services.resolve(MuxerProvider.class.getName()), module + ".Made\n");
      Files.writeString(
          classes.resolve("META-INF/MANIFEST.MF"), "Manifest-Version: 1.0\n" + manifest + "\n");
    }
  }

  /// The annotations that the API is compiled with.
  private static List<String> annotations() {
    String all =
        System.getProperty("jdk.module.path", "")
            + SEPARATOR
            + System.getProperty("java.class.path");
    return Stream.of(all.split(SEPARATOR)).filter(entry -> entry.contains("jspecify")).toList();
  }

  /// The API to compile against.
  private Path api(Path scratch) throws IOException {
    if (api.isEmpty()) {
      return apiLocation();
    }
    Path classes = scratch.resolve("api-classes");
    copyApi(classes);
    if (!apiType.isEmpty()) {
      Path sources = scratch.resolve("api-src");
      Path source = sources.resolve(apiType.replace('.', '/') + ".java");
      Files.createDirectories(source.getParent());
      Files.writeString(source, apiText);
      List<String> arguments = new ArrayList<>(List.of("-proc:none", "-nowarn", "-d"));
      arguments.addAll(List.of("" + classes, "-p", classes + SEPARATOR + annotations().getFirst()));
      arguments.add("--patch-module");
      arguments.addAll(List.of("org.rav1ebygop.api=" + sources, "" + source));
      run("javac", arguments.toArray(String[]::new));
    }
    Path jar = scratch.resolve("api.jar");
    run("jar", "--create", "--file=" + jar, "--module-version=" + api, "-C", "" + classes, ".");
    return jar;
  }

  /// Copies the classes of the API.
  static void copyApi(Path target) throws IOException {
    Path from = apiLocation();
    if (Files.isDirectory(from)) {
      copy(from, target);
    } else {
      try (FileSystem jar = FileSystems.newFileSystem(from)) {
        copy(jar.getPath("/"), target);
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }

  /// Where the API comes from in this test run.
  static Path apiLocation() {
    return location("org.rav1ebygop.api");
  }

  /// Where a module of this program is.
  static Path location(String module) {
    return Path.of(
        Provider.class
            .getModule()
            .getLayer()
            .configuration()
            .findModule(module)
            .orElseThrow()
            .reference()
            .location()
            .orElseThrow());
  }

  private static void pack(Path classes, Path jar) throws IOException {
    Files.createDirectories(jar.toAbsolutePath().getParent());
    try (var out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
        Files.copy(file, out);
      }
    }
  }

  private static void run(String tool, String... arguments) {
    var printed = new StringWriter();
    var out = new PrintWriter(printed, true);
    if (ToolProvider.findFirst(tool).orElseThrow().run(out, out, arguments) != 0) {
      throw new IllegalStateException(printed.toString());
    }
  }
}
