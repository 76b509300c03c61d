package org.rav1ebygop.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plugins that cannot be used: each is left out with one line, beside a good one that works.
class BadPluginTest {
  /// Of Java 26.
  private static final short NEXT_CLASS_VERSION = (short) (Runtime.version().feature() + 45);

  private static final String OLD_LEASE =
      """
      package org.rav1ebygop.api.spi;

      public interface Lease {
        void fail(org.rav1ebygop.api.GopException reason, String log);
      }
      """;

  @TempDir private Path scratch;
  private Path plugins;

  @BeforeEach
  void makeFolder() throws IOException {
    plugins = Files.createDirectory(scratch.resolve("plugins"));
  }

  @Test
  void theSameIdTwiceLeavesTheSecondOut() throws IOException {
    TestPlugin.muxer("a", "same").jar(scratch, plugins.resolve("a.jar"));
    TestPlugin.muxer("b", "same").jar(scratch, plugins.resolve("b.jar"));
    assertLeftOut(
        "b.jar",
        "two muxers have the id 'same', in the modules a and b; that of "
            + plugins.resolve("a.jar")
            + " stays, remove one of them",
        "same");
  }

  @Test
  void aBrokenZipIsLeftOut() throws IOException {
    addGood();
    Files.writeString(plugins.resolve("bad.jar"), "PK, but no zip");
    assertLeftOut("bad.jar", "it is no jar, or a damaged one: copy it again", "good");
  }

  @Test
  void aTruncatedJarIsLeftOut() throws IOException {
    addGood();
    Path bad = TestPlugin.muxer("bad", "bad").jar(scratch, plugins.resolve("bad.jar"));
    byte[] bytes = Files.readAllBytes(bad);
    Files.write(bad, Arrays.copyOf(bytes, bytes.length / 2));
    assertLeftOut("bad.jar", "it is no jar, or a damaged one: copy it again", "good");
  }

  @Test
  void aMissingModuleIsNamed() throws IOException {
    addGood();
    Path library =
        new TestPlugin("absent.library")
            .source("Helper", "class Helper {}")
            .jar(scratch, scratch.resolve("absent.jar"));
    TestPlugin.muxer("bad", "bad")
        .requires("requires absent.library;")
        .jar(scratch, plugins.resolve("bad.jar"), library);
    assertLeftOut(
        "bad.jar",
        "it needs the module absent.library: put its jar beside that of bad, both into a folder",
        "good");
  }

  @Test
  void aProviderThatThrowsIsLeftOut() throws IOException {
    addGood();
    new TestPlugin("bad.a")
        .provider("return \"x\";", "throw new IllegalStateException(\"no luck\");")
        .jar(scratch, plugins.resolve("bad-constructor.jar"));
    new TestPlugin("bad.b")
        .provider("throw new IllegalStateException(\"no id\");", "")
        .jar(scratch, plugins.resolve("bad-id.jar"));
    new TestPlugin("bad.c")
        .provider("return null;", "")
        .jar(scratch, plugins.resolve("bad-null.jar"));
    new TestPlugin("bad.d")
        .provider("return \"x\";", "throw new AssertionError(\"error\");")
        .jar(scratch, plugins.resolve("bad-error.jar"));
    Registry registry = load();
    assertEquals(List.of("good"), ids(registry));
    assertEquals(4, registry.problems().size());
    for (PluginProblem problem : registry.problems()) {
      assertEquals(1, problem.toString().lines().count());
    }
    assertEquals(
        "its provider bad.a.Made fails: no luck; its author has to repair that",
        registry.problems().getFirst().reason());
    assertTrue(
        registry.problems().get(2).reason().startsWith("its provider bad.b.Made fails in id(): no"),
        registry.problems().get(2).reason());
  }

  @Test
  void anIdThatNobodyCanTypeIsRefused() throws IOException {
    addGood();
    TestPlugin.muxer("bad", "Not An Id").jar(scratch, plugins.resolve("bad.jar"));
    assertLeftOut("bad.jar", "muxer 'Not An Id' of module bad: an id is", "good");
  }

  @Test
  void aPluginThatProvidesNothingKnownIsNamed() throws IOException {
    addGood();
    new TestPlugin("bad")
        .source("Helper", "class Helper {}")
        .jar(scratch, plugins.resolve("bad.jar"));
    assertLeftOut("bad.jar", "no module in it provides anything", "good");
  }

  @Test
  void aPluginThatProvidesOtherServicesIsNamed() throws IOException {
    addGood();
    new TestPlugin("bad")
        .source(
            "Tool",
            """
            public class Tool implements java.util.spi.ToolProvider {
              public String name() { return "tool"; }
              public int run(java.io.PrintWriter out, java.io.PrintWriter err, String... args) { return 0; }
            }
            """)
        .provides("provides java.util.spi.ToolProvider with bad.Tool;")
        .jar(scratch, plugins.resolve("bad.jar"));
    assertLeftOut("bad.jar", "it provides nothing this program asks for", "good");
  }

  @Test
  void aPluginUnderTheNameOfABuiltInModuleIsNamed() throws IOException {
    addGood();
    Path bad = plugins.resolve("bad.jar");
    new TestPlugin("org.rav1ebygop.registry").provider("return \"bad\";", "").jar(scratch, bad);
    assertLeftOut(
        "bad.jar",
        "its module has the name of one of this program's, org.rav1ebygop.registry",
        "good");
  }

  @Test
  void theSameModuleTwiceIsNamed() throws IOException {
    addGood();
    Path folder = plugins.resolve("bad");
    TestPlugin.muxer("bad", "bad").jar(scratch, folder.resolve("bad-1.jar"));
    Files.copy(folder.resolve("bad-1.jar"), folder.resolve("bad-2.jar"));
    assertLeftOut("bad", "the module bad is in it twice, in bad-", "good");
  }

  @Test
  void twoModulesWithOnePackageAreNamed() throws IOException {
    addGood();
    Path folder = plugins.resolve("bad");
    String helper = "public class Helper {}";
    Path one =
        new TestPlugin("one").source("Helper", helper).jar(scratch, folder.resolve("one.jar"));
    Path two =
        new TestPlugin("two")
            .packaged("one")
            .source("Other", helper.replace("Helper", "Other"))
            .jar(scratch, folder.resolve("two.jar"));
    TestPlugin.muxer("bad", "bad")
        .requires("requires one; requires two;")
        .jar(scratch, folder.resolve("bad.jar"), one, two);
    assertLeftOut(
        "bad", "its modules do not fit together, Package one in more than one module", "good");
  }

  @Test
  void aPluginOfALaterJavaIsNamed() throws IOException {
    addGood();
    TestPlugin.muxer("later", "later")
        .classVersion("later/Made.class", NEXT_CLASS_VERSION)
        .jar(scratch, plugins.resolve("a-class.jar"));
    TestPlugin.muxer("latest", "latest")
        .classVersion("module-info.class", NEXT_CLASS_VERSION)
        .jar(scratch, plugins.resolve("a-descriptor.jar"));
    Registry registry = load();
    assertEquals(List.of("good"), ids(registry));
    assertEquals(2, registry.problems().size());
    String next =
        String.format(Locale.ROOT, "it was made for Java %d, and", Runtime.version().feature() + 1);
    for (PluginProblem problem : registry.problems()) {
      assertTrue(problem.reason().startsWith(next), problem.reason());
    }
  }

  @Test
  void aPluginOfAnotherApiIsNamed() throws IOException {
    addGood();
    TestPlugin.muxer("bad", "bad").api("77.1.5").jar(scratch, plugins.resolve("bad.jar"));
    assertLeftOut("bad.jar", "it was made for version 77.1 of the plugin API and this", "good");
    TestPlugin.muxer("bad", "bad")
        .automatic("Rav1e-By-Gop-Api: 77.1")
        .jar(scratch, plugins.resolve("bad.jar"));
    assertLeftOut("bad.jar", "it was made for version 77.1 of the plugin API and this", "good");
  }

  /// It does not say for which version it was made, and calls what 0.1 had.
  @Test
  void aPluginThatCallsWhatIsGoneIsNamed() throws IOException {
    addGood();
    TestPlugin.muxer("bad", "bad")
        .apiWith("org.rav1ebygop.api.spi.Lease", OLD_LEASE)
        .source(
            "Helper",
            """
            class Helper {
              static void fail(org.rav1ebygop.api.spi.Lease lease, org.rav1ebygop.api.GopException e) {
                lease.fail(e, "");
              }
            }
            """)
        .automatic("")
        .jar(scratch, plugins.resolve("bad.jar"));
    assertLeftOut("bad.jar", "there is no Lease.fail(GopException, String): get a version", "good");
  }

  @Test
  void aPluginThatLacksWhatIsNewIsNamed() throws IOException {
    addGood();
    TestPlugin.muxer("bad", "bad")
        .apiWith("org.rav1ebygop.api.spi.Lease", OLD_LEASE)
        .source(
            "Helper",
            """
            class Helper implements org.rav1ebygop.api.spi.Lease {
              public void fail(org.rav1ebygop.api.GopException reason, String log) {}
            }
            """)
        .automatic("")
        .jar(scratch, plugins.resolve("bad.jar"));
    assertLeftOut("bad.jar", "bad.Helper does not implement Lease.", "good");
  }

  @Test
  void aPluginThatNamesATypeThatIsGoneIsNamed() throws IOException {
    addGood();
    TestPlugin.muxer("bad", "bad")
        .apiWith("org.rav1ebygop.api.Gone", "package org.rav1ebygop.api; public class Gone {}")
        .source("Helper", "class Helper { Object gone = new org.rav1ebygop.api.Gone(); }")
        .automatic("")
        .jar(scratch, plugins.resolve("bad.jar"));
    assertLeftOut("bad.jar", "there is no org.rav1ebygop.api.Gone: get a version", "good");
  }

  @Test
  void aModuleThatTheRuntimeDoesNotHaveIsNoFileThatIsMissing() {
    var e = new java.lang.module.FindException("Module java.desktop not found, required by x");
    assertTrue(Diagnosis.of(e).startsWith("it needs the module java.desktop, which this Java"));
  }

  @Test
  void aProviderThatTheServicesFileOnlyNamesIsNamed() throws IOException {
    addGood();
    TestPlugin.muxer("bad", "bad")
        .automatic("")
        .without("Made")
        .jar(scratch, plugins.resolve("bad.jar"));
    assertLeftOut("bad.jar", "its META-INF/services names bad.Made, which is not in it", "good");
  }

  @Test
  void aFileNameThatMakesNoModuleNameIsNamed() throws IOException {
    addGood();
    TestPlugin.muxer("bad", "bad").automatic("").jar(scratch, plugins.resolve("1.jar"));
    assertLeftOut("1.jar", "and its file name makes no module name: rename it", "good");
  }

  @Test
  void nativeCodeThatNobodyAllowedIsNamed() {
    var cause = new IllegalCallerException("Illegal native access from module bad");
    assertEquals(
        "its provider bad.Made fails: its module bad calls native code: if you trust it, allow that"
            + " with --allow-native and the name of its file or folder",
        Diagnosis.failing("bad.Made", "", cause));
  }

  private void addGood() throws IOException {
    TestPlugin.muxer("good", "good").jar(scratch, plugins.resolve("good.jar"));
  }

  private Registry load() {
    return Registry.load(new PluginSearch(List.of(plugins), Set.of()));
  }

  private void assertLeftOut(String plugin, String reason, String... ids) {
    Registry registry = load();
    assertEquals(List.of(ids), ids(registry));
    assertEquals(1, registry.problems().size(), () -> registry.problems().toString());
    PluginProblem problem = registry.problems().getFirst();
    assertEquals(plugins.resolve(plugin), problem.plugin());
    assertTrue(problem.reason().contains(reason), problem.reason());
    assertFalse(problem.toString().contains("\n"));
  }

  private static List<String> ids(Registry registry) {
    return registry.all(ProviderKind.MUXER).stream().map(Registered::id).toList();
  }
}
