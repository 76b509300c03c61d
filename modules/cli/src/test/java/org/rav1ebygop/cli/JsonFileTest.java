package org.rav1ebygop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rav1ebygop.api.GopException;

class JsonFileTest {
  private static final String OLD = JsonRun.start() + "\n";

  @TempDir Path scratch;

  private Path file = Path.of("");

  @BeforeEach
  void nameTheFile() {
    file = scratch.resolve("events");
  }

  @Test
  void aFileIsMade() throws IOException {
    assertEquals("new\n", written(false));
    Files.delete(file);
    assertEquals("new\n", written(true));
  }

  @Test
  void eventsOfAnEarlierRunAreReplacedOrKept() throws IOException {
    Files.writeString(file, OLD);
    assertEquals(OLD + "new\n", written(true));
    Files.writeString(file, OLD);
    assertEquals("new\n", written(false));
  }

  /// The part of a line may be longer than what is read at a time.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8190, 8191, 8192, 8193, 30_000})
  void aLineThatWasCutOffDoesNotStayBetweenWholeOnes(int length) throws IOException {
    Files.writeString(file, OLD + OLD + "x".repeat(length));
    assertEquals(OLD + OLD + "new\n", written(true));
    Files.writeString(file, OLD.substring(0, 20) + "x".repeat(length));
    assertEquals("new\n", written(true));
    Files.writeString(file, OLD.substring(0, 5));
    assertEquals("new\n", written(true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"YUV4MPEG2 W192 H108", "{\"event\":\"stored\"}\n", "{}", "\n"})
  void whatHoldsSomethingElseIsLeftAlone(String content) throws IOException {
    Files.writeString(file, content);
    for (boolean append : new boolean[] {false, true}) {
      GopException e = assertThrows(GopException.class, () -> JsonFile.open(file, append));
      assertEquals(GopException.Kind.USAGE, e.kind());
      assertEquals(
          file + " holds something other than events; name another file for --json, or delete it",
          e.getMessage());
    }
    assertEquals(content, Files.readString(file));
  }

  @Test
  void whereNothingCanBeWrittenIsRefused() {
    Path nowhere = scratch.resolve("no/events");
    GopException e = assertThrows(GopException.class, () -> JsonFile.open(nowhere, false));
    assertEquals(GopException.Kind.USAGE, e.kind());
    assertEquals("there is no folder " + nowhere.getParent() + "; make it first", e.getMessage());
  }

  private String written(boolean append) throws IOException {
    try (OutputStream out = JsonFile.open(file, append)) {
      out.write("new\n".getBytes(StandardCharsets.UTF_8));
    }
    return Files.readString(file);
  }
}
