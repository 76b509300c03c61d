package org.rav1ebygop.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.rav1ebygop.api.spi.Provider;

/// A plugin as a third party writes it: a module with a splitter that sets a keyframe every so many
/// frames.
///
/// @param module name of the module and its package
/// @param id of the splitter
/// @param every frames in a GOP
/// @param onLoad a statement for the constructor of the provider
/// @param requires further clauses for the descriptor
record PluginJar(String module, String id, int every, String onLoad, String requires) {
  PluginJar(String module, String id, int every, String onLoad) {
    this(module, id, every, onLoad, "");
  }

  private static final String DESCRIPTOR =
      """
      module MODULE {
        requires org.rav1ebygop.api;
        REQUIRES

        provides org.rav1ebygop.api.spi.KeyframeSplitterProvider with
            MODULE.Plugin;
      }
      """;

  private static final String PROVIDER =
      """
      package MODULE;

      import java.util.List;
      import org.rav1ebygop.api.*;
      import org.rav1ebygop.api.spi.*;

      public final class Plugin implements KeyframeSplitterProvider {
        public Plugin() {
          ONLOAD
        }

        public String id() {
          return "ID";
        }

        public String description() {
          return "a splitter by somebody else";
        }

        public KeyframeSplitter open(VideoFormat format, SplitterSettings settings) {
          return new KeyframeSplitter() {
            public int lookahead() {
              return 0;
            }

            public List<KeyframeDecision> push(Frame frame) {
              return List.of(new KeyframeDecision(frame.index(), frame.index() % EVERY == 0, 0));
            }

            public List<KeyframeDecision> finish() {
              return List.of();
            }

            public void close() {}
          };
        }
      }
      """;

  /// Compiles and packs it.
  ///
  /// @param jar is written
  /// @param scratch a folder for what is made on the way
  void writeTo(Path jar, Path scratch) throws IOException {
    Path work = Files.createTempDirectory(scratch, module);
    Path sources = Files.createDirectories(work.resolve("source"));
    Path classes = Files.createDirectories(work.resolve("classes"));
    Path descriptor = Files.writeString(sources.resolve("module-info.java"), filled(DESCRIPTOR));
    Path provider = Files.writeString(sources.resolve("Plugin.java"), filled(PROVIDER));
    String path = place(Provider.class) + ":" + place(NullMarked.class);
    run("javac", "-p", path, "-d", "" + classes, "" + descriptor, "" + provider);
    run("jar", "--create", "--file=" + jar, "--module-version=3.2.1", "-C", "" + classes, ".");
  }

  private String filled(String template) {
    return template
        .replace("MODULE", module)
        .replace("REQUIRES", requires)
        .replace("ONLOAD", onLoad)
        .replace("ID", id)
        .replace("EVERY", "" + every);
  }

  private static Path place(Class<?> type) throws IOException {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private static void run(String tool, String... arguments) {
    var printed = new ByteArrayOutputStream();
    var out = new PrintStream(printed, true, UTF_8);
    if (ToolProvider.findFirst(tool).orElseThrow().run(out, out, arguments) != 0) {
      throw new IllegalStateException(printed.toString(UTF_8));
    }
  }
}
