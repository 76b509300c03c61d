package org.rav1ebygop.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallFileTest {
  @TempDir Path folder;

  @Test
  void aFileIsReadUpToTheLimit() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "12345é");
    assertEquals("12345é", SmallFile.text(file, 7));
    assertEquals("12345Ã©", SmallFile.text(file, 7, ISO_8859_1));
    assertEquals("it is longer than 6 bytes", refusal(file, 6));
  }

  /// The system reports its size as 0.
  @Test
  void moreThanTheSizeIsReadOnlyToTheLimit() throws IOException {
    Path endless = Path.of("/proc/self/maps");
    assertEquals(0, Files.size(endless));
    assertEquals("it is longer than 16 bytes", refusal(endless, 16));
  }

  /// Nobody writes into the pipe, and the device never ends.
  @Test
  void whatIsNoFileIsNotOpened() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/zero"));
    for (Path file : new Path[] {pipe, Path.of("/dev/zero"), link, folder}) {
      assertEquals("it is not a regular file", refusal(file, 4096));
    }
  }

  @Test
  void aLinkIsFollowedUnlessItMustNotBe() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "x");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    assertArrayEquals(new byte[] {'x'}, SmallFile.read(link, 1));
    assertEquals("it is not a regular file", refusal(link, 1, LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void whatIsNotThereIsMissing() throws IOException {
    Path nowhere = folder.resolve("nowhere");
    assertEquals("there is no such file", refusal(nowhere, 1));
    assertTrue(
        assertThrows(UnreadableFileException.class, () -> SmallFile.read(nowhere, 1)).isMissing());
    assertFalse(
        assertThrows(UnreadableFileException.class, () -> SmallFile.read(folder, 1)).isMissing());
  }

  private static String refusal(Path file, int limit, LinkOption... links) {
    return assertThrows(UnreadableFileException.class, () -> SmallFile.read(file, limit, links))
        .reason();
  }
}
