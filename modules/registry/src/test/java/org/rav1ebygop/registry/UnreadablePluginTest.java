package org.rav1ebygop.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Entries of a plugin folder that cannot be read: each is named, and those before and after it are
/// used.
class UnreadablePluginTest {
  private static final String NOWHERE = "which is not there or leads back to itself: remove";

  @TempDir private Path scratch;
  private Path plugins;

  @BeforeEach
  void makeFolderWithPluginsBeforeAndAfter() throws IOException {
    plugins = Files.createDirectory(scratch.resolve("plugins"));
    TestPlugin.muxer("a", "first").jar(scratch, plugins.resolve("a.jar"));
    TestPlugin.muxer("z", "last").jar(scratch, plugins.resolve("z.jar"));
  }

  @Test
  void aDanglingLinkToAJarIsNamed() throws IOException {
    Files.createSymbolicLink(plugins.resolve("m.jar"), scratch.resolve("gone.jar"));
    assertLeftOut("m.jar", "it is a link to %s, ".formatted(scratch.resolve("gone.jar")) + NOWHERE);
  }

  @Test
  void aDanglingLinkToAFolderIsNamed() throws IOException {
    Files.createSymbolicLink(plugins.resolve("m"), Path.of("gone"));
    assertLeftOut("m", "it is a link to gone, " + NOWHERE);
  }

  @Test
  void aLoopOfLinksIsNamed() throws IOException {
    Files.createSymbolicLink(plugins.resolve("m.jar"), Path.of("m2"));
    Files.createSymbolicLink(plugins.resolve("m2"), Path.of("m.jar"));
    Registry registry = load(plugins);
    assertEquals(List.of("first", "last"), ids(registry));
    assertEquals(
        List.of("m.jar", "m2"),
        registry.problems().stream().map(p -> p.plugin().getFileName().toString()).toList());
    assertTrue(registry.problems().getFirst().reason().startsWith("it is a link to m2, "));
  }

  @Test
  void aDanglingLinkAmongTheLibrariesOfAPluginDoesNotMatterUnlessItIsNeeded() throws IOException {
    Path folder = plugins.resolve("m");
    TestPlugin.muxer("m", "middle").jar(scratch, folder.resolve("m.jar"));
    Files.createSymbolicLink(folder.resolve("lib.jar"), Path.of("gone.jar"));
    Registry registry = load(plugins);
    assertEquals(List.of(), registry.problems());
    assertEquals(List.of("first", "last", "middle"), ids(registry));
  }

  @Test
  void aJarThatIsAFolderIsNoReasonToStop() throws IOException {
    Files.createDirectory(plugins.resolve("m.jar"));
    assertLeftOut("m.jar", "no module in it provides anything");
  }

  @Test
  void aPlaceThatIsNoPluginIsNamedAndTheNextOnesAreSearched() throws IOException {
    Path dangling = Files.createSymbolicLink(scratch.resolve("places"), Path.of("gone"));
    Path text = Files.writeString(scratch.resolve("plugin.zip"), "no plugin");
    Registry registry = load(dangling, text, plugins);
    assertEquals(List.of("first", "last"), ids(registry));
    assertEquals(List.of(dangling, text), places(registry));
    assertTrue(registry.problems().getFirst().reason().startsWith("it is a link to gone, "));
    assertEquals("it is neither a folder nor a .jar", registry.problems().getLast().reason());
  }

  @Test
  void whatMayNotBeReadIsNamed() throws IOException {
    Path jar = TestPlugin.muxer("m", "middle").jar(scratch, plugins.resolve("m.jar"));
    Path folder = plugins.resolve("n");
    TestPlugin.muxer("n", "next").jar(scratch, folder.resolve("n.jar"));
    Path place = Files.createDirectory(scratch.resolve("closed"));
    for (Path closed : List.of(jar, folder, place)) {
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    }
    assumeFalse(Files.isReadable(jar), "root may read everything");
    Registry registry = load(place, plugins, place.resolve("within"));
    assertEquals(List.of("first", "last"), ids(registry));
    assertEquals(List.of(place, jar, folder, place.resolve("within")), places(registry));
    for (PluginProblem problem : registry.problems()) {
      assertTrue(problem.reason().startsWith("you may not read it: change"), problem.reason());
    }
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
  }

  private static Registry load(Path... places) {
    return Registry.load(new PluginSearch(List.of(places), Set.of()));
  }

  private void assertLeftOut(String plugin, String reason) {
    Registry registry = load(plugins);
    assertEquals(List.of("first", "last"), ids(registry));
    assertEquals(List.of(plugins.resolve(plugin)), places(registry));
    String said = registry.problems().getFirst().reason();
    assertTrue(said.contains(reason), said);
    assertEquals(1, said.lines().count());
  }

  private static List<Path> places(Registry registry) {
    return registry.problems().stream().map(PluginProblem::plugin).toList();
  }

  private static List<String> ids(Registry registry) {
    return registry.all(ProviderKind.MUXER).stream().map(Registered::id).toList();
  }
}
