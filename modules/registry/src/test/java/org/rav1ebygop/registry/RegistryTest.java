package org.rav1ebygop.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.GopException;

class RegistryTest {
  @TempDir private Path scratch;
  private Path plugins;

  @BeforeEach
  void makeFolder() throws IOException {
    plugins = Files.createDirectory(scratch.resolve("plugins"));
  }

  @Test
  void aGoodPluginIsFoundByItsId() throws IOException {
    Path jar = TestPlugin.muxer("good", "good").jar(scratch, plugins.resolve("good.jar"));
    Registry registry = Registry.load(plugins);
    assertEquals(List.of(), registry.problems());
    Registered<?> found = registry.all(ProviderKind.MUXER).getFirst();
    assertEquals("good", found.module());
    assertEquals(jar.toString(), found.origin());
    assertEquals("good", registry.require(ProviderKind.MUXER, "good").id());
  }

  @Test
  void aPluginMayBeAFolderWithItsLibraries() throws IOException {
    Path folder = plugins.resolve("folder");
    Path library =
        new TestPlugin("helper")
            .source("Helper", "class Helper {}")
            .jar(scratch, folder.resolve("helper.jar"));
    TestPlugin.muxer("user", "user")
        .requires("requires helper;")
        .jar(scratch, folder.resolve("user.jar"), library);
    assertOnly("user");
  }

  @Test
  void twoPluginsMayBringTheSamePackage() throws IOException {
    for (String name : List.of("one", "two")) {
      Path folder = plugins.resolve(name);
      new TestPlugin("helper")
          .source("Helper", "class Helper {}")
          .jar(scratch.resolve(name), folder.resolve("helper.jar"));
      TestPlugin.muxer(name, name)
          .requires("requires helper;")
          .jar(scratch.resolve(name), folder.resolve("user.jar"), folder.resolve("helper.jar"));
    }
    assertOnly("one", "two");
  }

  @Test
  void anUnknownIdListsTheKnownOnes() throws IOException {
    TestPlugin.muxer("b", "second").jar(scratch, plugins.resolve("b.jar"));
    TestPlugin.muxer("a", "first").jar(scratch, plugins.resolve("a.jar"));
    Registry registry = Registry.load(plugins);
    GopException e =
        assertThrows(GopException.class, () -> registry.require(ProviderKind.MUXER, "third"));
    assertEquals(GopException.Kind.USAGE, e.kind());
    assertEquals("there is no muxer 'third'; known: first, second", e.getMessage());
  }

  @Test
  void noFolderMeansNoPlugins() {
    assertEquals(List.of(), Registry.load(null).problems());
    assertEquals(List.of(), Registry.load(scratch.resolve("absent")).problems());
  }

  @Test
  void theSameIdTwiceLeavesTheSecondOut() throws IOException {
    TestPlugin.muxer("a", "same").jar(scratch, plugins.resolve("a.jar"));
    TestPlugin.muxer("b", "same").jar(scratch, plugins.resolve("b.jar"));
    assertLeftOut("b.jar", "two muxers have the id 'same', in the modules a and b", "same");
  }

  @Test
  void aBrokenZipIsLeftOut() throws IOException {
    addGood();
    Files.writeString(plugins.resolve("bad.jar"), "PK, but no zip");
    assertLeftOut("bad.jar", "Error reading", "good");
  }

  @Test
  void aTruncatedJarIsLeftOut() throws IOException {
    addGood();
    Path bad = TestPlugin.muxer("bad", "bad").jar(scratch, plugins.resolve("bad.jar"));
    byte[] bytes = Files.readAllBytes(bad);
    Files.write(bad, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    assertLeftOut("bad.jar", "Error reading", "good");
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
    assertLeftOut("bad.jar", "Module absent.library not found, required by bad", "good");
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
    Registry registry = Registry.load(plugins);
    assertEquals(List.of("good"), ids(registry));
    assertEquals(4, registry.problems().size());
    for (PluginProblem problem : registry.problems()) {
      assertEquals(1, problem.toString().lines().count());
    }
    assertTrue(registry.problems().getFirst().reason().contains("no luck"));
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
    assertLeftOut("bad.jar", "no module in it provides a service", "good");
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
    assertLeftOut("bad.jar", "it provides nothing this program asks for", "good");
  }

  @Test
  void aPluginThatCarriesTheApiStillImplementsOurs() throws IOException {
    Path folder = plugins.resolve("folder");
    TestPlugin.muxer("carrier", "carrier").jar(scratch, folder.resolve("carrier.jar"));
    copyApi(folder);
    assertOnly("carrier");
  }

  @Test
  void otherFilesAreNoPlugins() throws IOException {
    addGood();
    Files.writeString(plugins.resolve("README.txt"), "put plugins here");
    assertOnly("good");
  }

  @Test
  void twoBuiltInsWithOneIdAreABugThatNamesBothModules() throws Exception {
    Path builtIn = scratch.resolve("built-in");
    TestPlugin.muxer("built.a", "same").jar(scratch, builtIn.resolve("a.jar"));
    TestPlugin.muxer("built.b", "same").jar(scratch, builtIn.resolve("b.jar"));
    Throwable cause =
        assertThrows(InvocationTargetException.class, () -> loadAnew(builtIn, null)).getCause();
    String message = String.valueOf(cause);
    assertTrue(message.contains("two muxers have the id 'same', in the modules built."), message);
    assertTrue(message.contains("built.a") && message.contains("built.b"), message);
  }

  @Test
  void pluginsUseTheApiThatTheRegistryUses() throws Exception {
    Path builtIn = scratch.resolve("built-in");
    TestPlugin.muxer("built", "built").jar(scratch, builtIn.resolve("a.jar"));
    addGood();
    Object registry = loadAnew(builtIn, plugins);
    assertEquals("[]", registry.getClass().getMethod("problems").invoke(registry).toString());
  }

  /// Loads the registry once more, in a layer where other modules are built in.
  private static Object loadAnew(Path builtIn, @org.jspecify.annotations.Nullable Path plugins)
      throws Exception {
    Path classes = Path.of(System.getProperty("basedir", "."), "target", "classes");
    ModuleFinder finder = ModuleFinder.of(classes, TestPlugin.apiLocation(), builtIn);
    Configuration configuration =
        Configuration.resolveAndBind(
            finder,
            List.of(ModuleLayer.boot().configuration()),
            ModuleFinder.of(),
            Set.of("org.rav1ebygop.registry"));
    ModuleLayer layer =
        ModuleLayer.defineModulesWithOneLoader(
                configuration, List.of(ModuleLayer.boot()), ClassLoader.getPlatformClassLoader())
            .layer();
    Class<?> type =
        Class.forName(
            layer.findModule("org.rav1ebygop.registry").orElseThrow(),
            "org.rav1ebygop.registry.Registry");
    return type.getMethod("load", Path.class).invoke(null, plugins);
  }

  private void addGood() throws IOException {
    TestPlugin.muxer("good", "good").jar(scratch, plugins.resolve("good.jar"));
  }

  private static void copyApi(Path folder) throws IOException {
    Path api = TestPlugin.apiLocation();
    if (Files.isDirectory(api)) {
      TestPlugin.pack(api, folder.resolve("api.jar"));
    } else {
      Files.copy(api, folder.resolve("api.jar"));
    }
  }

  private void assertOnly(String... ids) {
    Registry registry = Registry.load(plugins);
    assertEquals(List.of(), registry.problems());
    assertEquals(List.of(ids), ids(registry));
  }

  private void assertLeftOut(String plugin, String reason, String... ids) {
    Registry registry = Registry.load(plugins);
    assertEquals(List.of(ids), ids(registry));
    assertEquals(1, registry.problems().size());
    PluginProblem problem = registry.problems().getFirst();
    assertEquals(plugins.resolve(plugin), problem.plugin());
    assertTrue(problem.reason().contains(reason), problem.reason());
    assertFalse(problem.toString().contains("\n"));
  }

  private static List<String> ids(Registry registry) {
    return registry.all(ProviderKind.MUXER).stream().map(r -> r.provider().id()).toList();
  }
}
