package org.rav1ebygop.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.rav1ebygop.api.spi.Provider;

/// A plugin jar in the making, compiled from source text by the compiler of the JDK.
final class TestPlugin {
  private static final String SEPARATOR = java.io.File.pathSeparator;

  private final String module;
  private final Map<String, String> sources = new TreeMap<>();
  private String requires = "requires org.rav1ebygop.api;";
  private String provides = "";

  /// @param module name of the module, and of its package
  TestPlugin(String module) {
    this.module = module;
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
    sources.put(type, "package %s;\n%s".formatted(module, text));
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

  /// Compiles it.
  ///
  /// @param scratch a folder for sources and classes
  /// @param modules where else to find modules
  Path jar(Path scratch, Path jar, Path... modules) throws IOException {
    Path sourceFolder = Files.createDirectories(scratch.resolve(module + "-src"));
    Path classes = scratch.resolve(module + "-classes");
    var arguments = new ArrayList<>(List.of("-proc:none", "-d", classes.toString()));
    var path = new ArrayList<>(List.of(apiLocation().toString()));
    path.addAll(annotations());
    for (Path more : modules) {
      path.add(more.toString());
    }
    arguments.addAll(List.of("-p", String.join(SEPARATOR, path)));
    sources.put("module-info", "module %s { %s %s }".formatted(module, requires, provides));
    for (var source : sources.entrySet()) {
      Path file = sourceFolder.resolve(source.getKey() + ".java");
      arguments.add(Files.writeString(file, source.getValue()).toString());
    }
    int result =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(System.out, System.err, arguments.toArray(String[]::new));
    if (result != 0) {
      throw new IllegalStateException("the plugin " + module + " does not compile");
    }
    pack(classes, jar);
    return jar;
  }

  /// The annotations that the API is compiled with, which whoever compiles against it needs too.
  private static List<String> annotations() {
    String all =
        System.getProperty("jdk.module.path", "")
            + SEPARATOR
            + System.getProperty("java.class.path");
    return Stream.of(all.split(SEPARATOR)).filter(entry -> entry.contains("jspecify")).toList();
  }

  /// Where the API comes from in this test run.
  static Path apiLocation() {
    return Path.of(
        Provider.class
            .getModule()
            .getLayer()
            .configuration()
            .findModule("org.rav1ebygop.api")
            .orElseThrow()
            .reference()
            .location()
            .orElseThrow());
  }

  static void pack(Path classes, Path jar) throws IOException {
    Files.createDirectories(jar.toAbsolutePath().getParent());
    try (var out = new java.util.jar.JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new java.util.zip.ZipEntry(classes.relativize(file).toString()));
        Files.copy(file, out);
      }
    }
  }
}
