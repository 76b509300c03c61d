package org.rav1ebygop.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
    Registry registry = load();
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
    Registry registry = load();
    GopException e =
        assertThrows(GopException.class, () -> registry.require(ProviderKind.MUXER, "third"));
    assertEquals(GopException.Kind.USAGE, e.kind());
    assertEquals("there is no muxer 'third'; known: first, second", e.getMessage());
  }

  @Test
  void noFolderMeansNoPlugins() {
    assertEquals(List.of(), Registry.load(PluginSearch.NONE).problems());
    assertEquals(List.of(), load(scratch.resolve("absent")).problems());
  }

  @Test
  void aPluginThatCarriesTheApiStillImplementsOurs() throws IOException {
    Path folder = plugins.resolve("folder");
    TestPlugin.muxer("carrier", "carrier").jar(scratch, folder.resolve("carrier.jar"));
    TestPlugin.copyApi(folder.resolve("org.rav1ebygop.api"));
    assertOnly("carrier");
  }

  @Test
  void otherFilesAreNoPlugins() throws IOException {
    addGood();
    Files.writeString(plugins.resolve("README.txt"), "put plugins here");
    Files.writeString(plugins.resolve(".hidden.jar"), "of some other program");
    assertOnly("good");
  }

  @Test
  void aJarWithoutADescriptorIsAPluginByItsServicesFile() throws IOException {
    TestPlugin.muxer("plain", "plain").automatic("").jar(scratch, plugins.resolve("plain-1.2.jar"));
    assertOnly("plain");
    assertEquals("1.2", load().all(ProviderKind.MUXER).getFirst().version());
  }

  /// Such a jar does not say what it needs: everything beside it is there, also what has a
  /// descriptor, and also a library that this program has in another version.
  @Test
  void aJarWithoutADescriptorFindsTheLibrariesBesideIt() throws IOException {
    Path folder = plugins.resolve("folder");
    Path library =
        new TestPlugin("helper")
            .source("Helper", "public class Helper { public static final Object A = 1; }")
            .provides("exports helper;")
            .jar(scratch, folder.resolve("helper.jar"));
    TestPlugin.muxer("user", "user")
        .requires("requires helper;")
        .provider("return \"user\";", "java.util.Objects.requireNonNull(helper.Helper.A);")
        .automatic("")
        .jar(scratch, folder.resolve("user.jar"), library);
    assertOnly("user");
  }

  @Test
  void placesAreSearchedInTheirOrderAndAJarMayBeOne() throws IOException {
    Path jar = TestPlugin.muxer("first", "same").jar(scratch, scratch.resolve("elsewhere.jar"));
    TestPlugin.muxer("second", "same").jar(scratch, plugins.resolve("second.jar"));
    Registry registry = load(jar, plugins, plugins);
    assertEquals("first", registry.all(ProviderKind.MUXER).getFirst().module());
    assertEquals(List.of("elsewhere"), registry.plugins().stream().map(Plugin::name).toList());
    assertEquals(1, registry.problems().size(), "no place is searched twice");
  }

  @Test
  void whatIsMadeAgainstThisApiIsTaken() throws IOException {
    for (String version : List.of(ownApi(), ownApi() + ".9", "no-number", "")) {
      TestPlugin.muxer("good", "good")
          .automatic("Rav1e-By-Gop-Api: " + version)
          .jar(scratch, plugins.resolve("good.jar"));
      assertOnly("good");
    }
  }

  @Test
  void nativeAccessIsForThePluginsThatTheUserNames() throws IOException {
    TestPlugin.muxer("one", "one").jar(scratch, plugins.resolve("first.jar"));
    TestPlugin.muxer("two", "two").jar(scratch, plugins.resolve("second.jar"));
    var search = new PluginSearch(List.of(plugins), Set.of("second"));
    Map<String, Boolean> allowed =
        Registry.load(search).all(ProviderKind.MUXER).stream()
            .collect(Collectors.toMap(Registered::id, Registered::nativeAccess));
    assertEquals(Map.of("one", false, "two", true), allowed);
  }

  private static String ownApi() {
    return String.valueOf(ApiVersion.own());
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
    List<Path> places = new ArrayList<>(List.of(classes, TestPlugin.apiLocation(), builtIn));
    for (String needed : List.of("org.rav1ebygop.protocol", "org.rav1ebygop.frame.codec")) {
      places.add(TestPlugin.location(needed));
    }
    ModuleFinder finder = ModuleFinder.of(places.toArray(Path[]::new));
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
    Module module = layer.findModule("org.rav1ebygop.registry").orElseThrow();
    Class<?> search = Class.forName(module, PluginSearch.class.getName());
    Object wanted =
        search
            .getConstructor(List.class, Set.class)
            .newInstance(plugins == null ? List.of() : List.of(plugins), Set.of());
    return Class.forName(module, Registry.class.getName())
        .getMethod("load", search)
        .invoke(null, wanted);
  }

  private Registry load(Path... places) {
    return Registry.load(
        new PluginSearch(places.length == 0 ? List.of(plugins) : List.of(places), Set.of()));
  }

  private void addGood() throws IOException {
    TestPlugin.muxer("good", "good").jar(scratch, plugins.resolve("good.jar"));
  }

  private void assertOnly(String... ids) {
    Registry registry = load();
    assertEquals(List.of(), registry.problems());
    assertEquals(List.of(ids), ids(registry));
  }

  private static List<String> ids(Registry registry) {
    return registry.all(ProviderKind.MUXER).stream().map(r -> r.provider().id()).toList();
  }
}
