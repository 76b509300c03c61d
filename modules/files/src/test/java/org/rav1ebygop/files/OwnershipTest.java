package org.rav1ebygop.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnershipTest {
  private static final int NOBODY = 65_534;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void make() throws IOException {
    file = Files.createFile(folder.resolve("f"));
  }

  @Test
  void whatOnlyTheUserCanChangeIsHis() throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertNull(Ownership.changeableByOthers(file));
    assertNull(Ownership.foreign(file));
    assertNull(Ownership.changeableByOthers(Path.of("/etc/passwd")));
  }

  @Test
  void whatEverybodyCanChangeIsNot() throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--rw-"));
    assertEquals("everybody can write to it", Ownership.changeableByOthers(file));
  }

  /// Only root gives files away.
  @Test
  void whatBelongsToOthersIsForeign() throws IOException {
    assumeTrue(Files.getAttribute(folder, "unix:uid").equals(0), "the tests do not run as root");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    Files.setAttribute(link, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
    assertNull(Ownership.foreign(link));
    assertNotNull(Ownership.foreign(link, LinkOption.NOFOLLOW_LINKS));
    Files.setAttribute(file, "unix:uid", NOBODY);
    assertEquals(
        "it belongs to " + Files.getOwner(file).getName(), Ownership.changeableByOthers(file));
  }

  /// A group of the name of its owner has no other members.
  @Test
  void aGroupOfOthersCanChangeIt() throws IOException {
    assumeTrue(Files.getAttribute(folder, "unix:uid").equals(0), "the tests do not run as root");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
    Files.setAttribute(file, "unix:gid", 0);
    assertNull(Ownership.changeableByOthers(file));
    Files.setAttribute(file, "unix:gid", NOBODY);
    String group = Files.getAttribute(file, "posix:group").toString();
    assertEquals(
        "the group %s can write to it".formatted(group), Ownership.changeableByOthers(file));
  }
}
