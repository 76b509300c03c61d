package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the program tells about itself, and what others may add to it.
class PluginsIT {
  private static final PluginJar SEVENS = new PluginJar("org.other.sevens", "sevens", 7, "");

  @TempDir Path scratch;
  private Image image = Image.built();

  @BeforeEach
  void copyTheImage() throws IOException {
    image = image.copyTo(scratch.resolve("image"));
  }

  @Test
  void everyProviderIsListedWithItsModuleAndVersion() throws IOException {
    Outcome outcome = image.run("plugins").toEnd().expectCode(0);
    List<String> ids =
        List.of(
            "y4m",
            "fixed",
            "list",
            "scenecut",
            "rav1e",
            "librav1e",
            "local",
            "websocket",
            "dav1d",
            "ivf",
            "obu",
            "websocket");
    List<String> shipped = List.of("aomenc", "svt-av1");
    List<String> lines = outcome.stdout().lines().toList();
    for (String id : Stream.concat(ids.stream(), shipped.stream()).toList()) {
      assertTrue(
          lines.stream().anyMatch(line -> line.startsWith("  " + id + " ")), () -> id + outcome);
    }
    assertEquals(
        ids.size(),
        lines.stream()
            .filter(
                line -> line.matches(" +org\\.rav1ebygop\\.\\S+ \\d+\\.\\d+\\.\\d+\\S*, built in"))
            .count(),
        outcome::toString);
    for (String name : shipped) {
      assertTrue(
          outcome.stdout().contains(", " + plugins().resolve(name + ".jar") + "\n"),
          outcome::toString);
    }
    assertTrue(outcome.stdout().contains(" rav1e 0."), outcome::toString);
    assertEquals("", outcome.stderr());
  }

  @Test
  void withoutAnEncoderTheListSaysSo() throws IOException {
    Outcome outcome = image.run("plugins", "--rav1e", "/nowhere").toEnd().expectCode(0);
    assertTrue(
        outcome.stdout().contains("cannot work here: --rav1e names /nowhere"), outcome::toString);
  }

  @Test
  void verboseListsTheOptionsOfEach() throws IOException {
    Outcome outcome = image.run("plugins", "--verbose").toEnd().expectCode(0);
    for (String option : List.of("tune=", "low-latency", "photon-noise=", "film-grain-table=")) {
      assertTrue(outcome.stdout().contains(option), () -> option + "\n" + outcome);
    }
  }

  /// The options of the original, and ours.
  @Test
  void theHelpTellsOfEveryOption() throws IOException {
    Outcome outcome = image.run("--help").toEnd().expectCode(0);
    for (String option :
        ("-o --output -s --speed -q --quantizer --qp --max-bitrate --vbv-maxrate -i --min-keyint"
                + " -I --keyint --threads --local-workers -t --tiles --memory --limit --frames"
                + " --resume --overwrite -v --verbose --no-progress --primaries --transfer --matrix"
                + " --temp --format --encoder --encoder-option --splitter --splitter-option --rav1e"
                + " --max-tries --debug -h --help -V --version")
            .split(" ", -1)) {
      assertTrue(
          outcome.stdout().matches("(?s).*[ \n]" + option + "[ ,\n].*"), () -> option + outcome);
    }
    assertTrue(outcome.stdout().lines().allMatch(line -> line.length() <= 100), outcome::toString);
    assertEquals("", outcome.stderr());
    assertEquals(outcome.stdout(), image.run("-h").toEnd().expectCode(0).stdout());
    assertTrue(image.run("plugins", "--help").toEnd().expectCode(0).stdout().contains("--verbose"));
  }

  @Test
  void pluginsOfTheUserAndThoseThatAreNamedAreFound() throws IOException {
    Path own = Files.createDirectories(scratch.resolve("config/rav1e-by-gop/plugins"));
    SEVENS.writeTo(own.resolve("sevens.jar"), scratch);
    Path folder = Files.createDirectory(scratch.resolve("named"));
    new PluginJar("org.other.eights", "eights", 8, "").writeTo(folder.resolve("a.jar"), scratch);
    Path jar = scratch.resolve("one.jar");
    new PluginJar("org.other.nines", "nines", 9, "").writeTo(jar, scratch);
    Path other = scratch.resolve("other.jar");
    new PluginJar("org.other.tens", "tens", 10, "").writeTo(other, scratch);
    Outcome outcome =
        image
            .run("plugins", "--plugin-path", folder + ":" + jar)
            .with("XDG_CONFIG_HOME", scratch.resolve("config").toString())
            .with("RAV1E_BY_GOP_PLUGIN_PATH", other.toString())
            .toEnd()
            .expectCode(0);
    for (String id : List.of("sevens", "eights", "nines", "tens")) {
      assertTrue(outcome.stdout().contains("\n  " + id + " "), outcome::toString);
    }
    assertEquals("", outcome.stderr());
  }

  @Test
  void aPlaceThatIsNotThereIsRefused() throws IOException {
    Outcome outcome = image.run("plugins", "--plugin-path", "/nowhere").toEnd().expectCode(2);
    assertEquals(
        "rav1e-by-gop: error: --plugin-path names /nowhere, which does not exist\n",
        outcome.stderr());
  }

  @Test
  void everyModuleThatPluginsMayCountOnIsThere() throws IOException {
    String use =
        "java.net.http.HttpClient.newHttpClient().close(); new jdk.jfr.Recording().close();";
    String all =
        ContentsIT.PROMISED.stream().map("requires %s;"::formatted).collect(Collectors.joining());
    new PluginJar("org.other.greedy", "greedy", 7, use, all)
        .writeTo(plugins().resolve("greedy.jar"), scratch);
    Outcome outcome = image.run("plugins").toEnd().expectCode(0);
    assertTrue(outcome.stdout().contains("\n  greedy "), outcome::toString);
    assertEquals("", outcome.stderr());
  }

  @Test
  void nativeCodeNeedsTheConsentOfTheUser() throws IOException {
    String call =
        "java.lang.foreign.Linker.nativeLinker().downcallHandle("
            + "java.lang.foreign.Linker.nativeLinker().defaultLookup().find(\"getpid\").get(),"
            + "java.lang.foreign.FunctionDescriptor.of(java.lang.foreign.ValueLayout.JAVA_INT));";
    new PluginJar("org.other.foreign", "foreign", 7, call)
        .writeTo(plugins().resolve("far.jar"), scratch);
    Outcome refused = image.run("plugins").toEnd().expectCode(0);
    assertEquals(
        "rav1e-by-gop: warning: plugin %s is left out: its provider org.other.foreign.Plugin fails:"
                .formatted(plugins().resolve("far.jar"))
            + " its module org.other.foreign calls native code: if you trust it, allow that with"
            + " --allow-native and the name of its file or folder\n",
        refused.stderr());
    Outcome allowed = image.run("plugins", "--allow-native", "far").toEnd().expectCode(0);
    assertEquals("", allowed.stderr());
    assertTrue(allowed.stdout().contains("\n  foreign "), allowed::toString);
    Path own = Files.createDirectories(scratch.resolve("config/rav1e-by-gop"));
    Files.writeString(own.resolve("allow-native"), "far\n");
    Outcome always =
        image
            .run("plugins", "--verbose")
            .with("XDG_CONFIG_HOME", scratch.resolve("config").toString())
            .toEnd();
    assertTrue(always.expectCode(0).stdout().contains("may call native code"), always::toString);
    image.run("plugins", "--allow-native", "near").toEnd().expectCode(2);
  }

  @Test
  void plainJavaFindsPluginsOnTheModulePath() throws IOException {
    Path jar = scratch.resolve("sevens.jar");
    SEVENS.writeTo(jar, scratch);
    Outcome outcome =
        new Run(Path.of(System.getProperty("java.home"), "bin/java").toString())
            .and("-p", Image.built().home().resolveSibling("modules") + ":" + jar)
            .and("-m", "org.rav1ebygop.cli/org.rav1ebygop.cli.Main", "plugins")
            .with("XDG_CONFIG_HOME", scratch.toString())
            .toEnd()
            .expectCode(0);
    assertTrue(outcome.stdout().contains("\n  sevens "), outcome::toString);
    assertEquals("", outcome.stderr());
  }

  @Test
  void aJarAmongThePluginsIsListed() throws IOException {
    Path jar = plugins().resolve("sevens.jar");
    SEVENS.writeTo(jar, scratch);
    Outcome outcome = image.run("plugins").toEnd().expectCode(0);
    assertTrue(
        outcome.stdout().contains("  sevens     a splitter by somebody else\n"), outcome::toString);
    assertTrue(outcome.stdout().contains("org.other.sevens 3.2.1, " + jar), outcome::toString);
    assertEquals("", outcome.stderr());
  }

  @Test
  void aFolderAmongThePluginsIsUsed() throws IOException {
    SEVENS.writeTo(Files.createDirectory(plugins().resolve("sevens")).resolve("any.jar"), scratch);
    assertEquals(List.of(0, 7, 14), Ivf.of(encoded("sevens")).keyframes());
  }

  @Test
  void brokenPluginsAreNamedAndDoNotDisturb() throws IOException {
    Files.writeString(plugins().resolve("garbage.jar"), "this is no jar");
    Files.createDirectory(plugins().resolve("nothing"));
    new PluginJar("org.other.bad", "bad", 1, "if (true) throw new IllegalStateException(\"ouch\");")
        .writeTo(plugins().resolve("throws.jar"), scratch);
    SEVENS.writeTo(plugins().resolve("sevens.jar"), scratch);

    Outcome outcome = image.run("plugins").toEnd().expectCode(0);
    for (String name : List.of("garbage.jar", "nothing", "throws.jar")) {
      assertEquals(
          1,
          outcome
              .stderr()
              .lines()
              .filter(line -> line.contains(plugins().resolve(name) + " is left out: "))
              .count(),
          outcome::toString);
    }
    assertEquals(3, outcome.stderr().lines().count(), outcome::toString);
    assertTrue(outcome.stderr().contains("ouch"), outcome::toString);
    assertTrue(outcome.stdout().contains("  sevens "), outcome::toString);
    assertFalse(outcome.stdout().contains("org.other.bad"), outcome::toString);
    assertEquals(List.of(0, 7, 14), Ivf.of(encoded("sevens")).keyframes());
  }

  @Test
  void ofTwoPluginsWithOneIdTheFirstByNameStays() throws IOException {
    SEVENS.writeTo(plugins().resolve("a.jar"), scratch);
    new PluginJar("org.other.copy", "sevens", 9, "").writeTo(plugins().resolve("b.jar"), scratch);
    new PluginJar("org.other.fixed", "fixed", 9, "").writeTo(plugins().resolve("c.jar"), scratch);
    Outcome outcome = image.run("plugins").toEnd().expectCode(0);
    assertTrue(
        outcome
            .stderr()
            .contains("have the id 'sevens', in the modules org.other.sevens and org.other.copy"),
        outcome::toString);
    assertTrue(outcome.stderr().contains("have the id 'fixed'"), outcome::toString);
    assertEquals(List.of(0, 7, 14), Ivf.of(encoded("sevens")).keyframes());
  }

  private Path encoded(String splitter) throws IOException {
    Path output = scratch.resolve("out.ivf");
    image
        .run(Clips.small(18), "-o", output, "--speed", 10, "--splitter", splitter)
        .toEnd()
        .expectCode(0);
    return output;
  }

  private Path plugins() {
    return image.home().resolve("plugins");
  }
}
