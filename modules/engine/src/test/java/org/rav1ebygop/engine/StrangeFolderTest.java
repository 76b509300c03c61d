package org.rav1ebygop.engine;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.engine.files.DurableFiles;
import org.rav1ebygop.engine.job.JobResult;

/// Job folders that came with a download, or were laid in the way by somebody else.
class StrangeFolderTest {
  private static final int NOBODY = 65_534;

  @TempDir Path directory;
  private Path state;
  private Path precious;

  @BeforeEach
  void write() throws IOException {
    state = directory.resolve("film.ivf.gops");
    precious = Files.writeString(directory.resolve("precious"), "of the user");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lock",
        "job.json",
        "job.json.tmp",
        "keyframes",
        "frames-0.tmp",
        "gop-000000.1.tmp",
        "gop-000000.attempt-1.log.tmp",
        "gop-000000-00000000-0000000000000000000000000000000000000000000000000000000000000000.ivf"
      })
  void aFolderWithALinkIsRefused(String name) throws IOException {
    Files.createDirectory(state);
    for (Path target : new Path[] {precious, directory.resolve("dangling")}) {
      Path link = Files.createSymbolicLink(state.resolve(name), target);
      expectRefusal("%s holds %s, which is a link or no file".formatted(state, name));
      assertThrows(GopException.class, () -> FilmJob.discard(state));
      assertTrue(Files.isSymbolicLink(link));
      Files.delete(link);
    }
    assertFalse(Files.exists(directory.resolve("dangling")));
  }

  @Test
  void aFolderThatIsALinkIsRefused() throws IOException {
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Files.createSymbolicLink(state, elsewhere);
    expectRefusal(state + " is a link");
    Files.delete(elsewhere);
    expectRefusal(state + " is a link");
    assertFalse(Files.exists(elsewhere));
  }

  @Test
  void aPipeInTheFolderIsRefusedAndNotOpened() throws Exception {
    Files.createDirectory(state);
    Path pipe = state.resolve("job.json");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    expectRefusal(state + " holds job.json, which is a link or no file");
  }

  /// Only root gives folders away.
  @Test
  void aFolderOfSomebodyElseIsRefused() throws IOException {
    assumeTrue(Files.getAttribute(directory, "unix:uid").equals(0), "not as root");
    Files.createDirectory(state);
    Files.setAttribute(state, "unix:uid", NOBODY);
    expectRefusal(state + " is not used: it belongs to ");
    Files.setAttribute(state, "unix:uid", 0);
    assertInstanceOf(
        JobResult.Complete.class, assertDoesNotThrow(() -> new TestJob(directory).run()));
  }

  /// Somebody may put a link there after the look at the folder.
  @Test
  void whatIsBegunTakesThePlaceOfALink() throws IOException {
    Path link = directory.resolve("link");
    Files.createSymbolicLink(link, precious);
    try (FileChannel begun = DurableFiles.begin(link)) {
      assertEquals(0, begun.size());
    }
    assertTrue(Files.isRegularFile(link) && !Files.isSymbolicLink(link));
    Path temporary = Files.createSymbolicLink(directory.resolve("record.tmp"), precious);
    DurableFiles.write(directory.resolve("record"), new byte[] {1});
    assertFalse(Files.isSymbolicLink(temporary));
    assertEquals("of the user", Files.readString(precious));
  }

  private void expectRefusal(String beginning) throws IOException {
    GopException e = assertThrows(GopException.class, new TestJob(directory)::open);
    assertEquals(GopException.Kind.USAGE, e.kind());
    assertTrue(e.getMessage().startsWith(beginning), e::getMessage);
    assertEquals("of the user", Files.readString(precious));
  }
}
