package org.rav1ebygop.child.encoder;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.testkit.SyntheticFilm;

@Tag("waits")
class TryOutTest {
  private static final VideoFormat FORMAT =
      SyntheticFilm.format(new FrameLayout(64, 48, ChromaSampling.CS420, 8));

  @TempDir Path folder;

  @Test
  void theFilmIsAHeaderAndAsManyFrames() throws IOException {
    Path film = folder.resolve("film");
    ChildCommand command = command("cat > '%s'".formatted(film));
    TryOut.withoutFrames(command, "fake");
    assertEquals(command.header(), Files.readString(film));
    TryOut.withOneFrame(command, "fake");
    assertEquals(
        command.header() + "FRAME\n" + "\0".repeat((int) FORMAT.layout().frameBytes()),
        Files.readString(film));
  }

  @Test
  void aRefusalIsQuoted() {
    assertProblem(
        GopException.Kind.USAGE, "refuses these settings", "echo 'error: too hot' >&2; exit 1");
    assertProblem(GopException.Kind.USAGE, "too hot", "echo 'error: too hot' >&2; exit 1");
  }

  @Test
  void aCrashIsTheFaultOfTheMachine() {
    assertProblem(GopException.Kind.ENVIRONMENT, "does not work: it was ended by", "kill -4 $$");
  }

  @Test
  void oneThatIsStillAtItsFrameHasAcceptedTheSettings() {
    var limit = Duration.ofMillis(200);
    ChildCommand endless = command("exec sleep 1000");
    assertDoesNotThrow(() -> TryOut.withOneFrame(endless, "fake", limit));
    var problem =
        assertThrows(GopException.class, () -> TryOut.withoutFrames(endless, "fake", limit));
    assertEquals(GopException.Kind.ENVIRONMENT, problem.kind());
    assertEquals("fake does not work: it does not end", problem.getMessage());
  }

  private void assertProblem(GopException.Kind kind, String words, String script) {
    var problem =
        assertThrows(GopException.class, () -> TryOut.withoutFrames(command(script), "fake 1.0"));
    assertEquals(kind, problem.kind());
    assertTrue(problem.getMessage().startsWith("fake 1.0 "), problem.getMessage());
    assertTrue(problem.getMessage().contains(words), problem.getMessage());
  }

  private ChildCommand command(String script) {
    return Script.command(Script.write(folder, script), FORMAT);
  }
}
