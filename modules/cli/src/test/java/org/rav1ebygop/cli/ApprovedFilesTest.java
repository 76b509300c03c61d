package org.rav1ebygop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.GopException;

class ApprovedFilesTest {
  @TempDir Path folder;
  private Path store;
  private Path file;
  private ApprovedFiles approved;

  @BeforeEach
  void write() throws IOException {
    store = folder.resolve("state/rav1e-by-gop/approved-workers");
    approved = new ApprovedFiles(store);
    file = Files.writeString(folder.resolve("a list\nof workers"), "one");
  }

  @Test
  void whatWasApprovedIsRememberedForTheUserAlone() throws IOException {
    assertFalse(approved.contains(seen()));
    approved.add(seen());
    assertTrue(new ApprovedFiles(store).contains(seen()));
    assertEquals("rw-------", permissions(store));
    assertEquals("rwx------", permissions(folder.resolve("state/rav1e-by-gop")));
    assertEquals(1, Files.readAllLines(store).size());
  }

  @Test
  void otherContentAndOtherPlacesAreOthers() throws IOException {
    approved.add(seen());
    Path copy = Files.copy(file, folder.resolve("copy"));
    assertFalse(approved.contains(ApprovedFiles.Seen.of(copy)));
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    assertTrue(approved.contains(ApprovedFiles.Seen.of(link)));
    Files.writeString(file, "two");
    assertFalse(approved.contains(seen()));
    approved.add(seen());
    assertEquals(1, Files.readAllLines(store).size());
    Files.writeString(file, "one");
    assertFalse(approved.contains(seen()));
  }

  @Test
  void whatOthersCouldHaveWrittenApprovesNothing() throws IOException {
    approved.add(seen());
    Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertFalse(approved.contains(seen()));
  }

  @Test
  void whereNothingCanBeRememberedThatIsSaid() throws IOException {
    Files.writeString(folder.resolve("state"), "a file");
    GopException e = assertThrows(GopException.class, () -> approved.add(seen()));
    assertTrue(e.getMessage().startsWith("cannot remember it in " + store), e::getMessage);
    GopException homeless =
        assertThrows(GopException.class, () -> new ApprovedFiles(null).add(seen()));
    assertTrue(homeless.getMessage().contains("no folder"), homeless::getMessage);
  }

  private ApprovedFiles.Seen seen() {
    return ApprovedFiles.Seen.of(file);
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
