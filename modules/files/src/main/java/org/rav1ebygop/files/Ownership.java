package org.rav1ebygop.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import org.jspecify.annotations.Nullable;

/// Whose a file is, and who else can change it. Where files have no owners, nobody objects.
public final class Ownership {
  /// Belongs to the user whose process this is, also where the user has no name.
  private static final Path SELF = Path.of("/proc/self");

  private static final String UID = "unix:uid";
  private static final int ROOT = 0;

  private Ownership() {}

  /// Why a file does not belong to the user of this process, nor to root, who needs no file to do
  /// harm.
  ///
  /// @param links whether the owner of a link counts, or of what it leads to
  /// @return such as `it belongs to mallory`, or null
  public static @Nullable String foreign(Path file, LinkOption... links) throws IOException {
    try {
      int owner = (int) Files.getAttribute(file, UID, links);
      if (owner == ROOT || owner == self()) {
        return null;
      }
      return "it belongs to " + Files.getOwner(file, links).getName();
    } catch (UnsupportedOperationException | IllegalArgumentException _) {
      return null;
    }
  }

  /// Why others than the user of this process, and root, can change a file.
  ///
  /// A group of the name of the owner is that of the owner alone, as many systems make it for each
  /// user.
  ///
  /// @return such as `everybody can write to it`, or null
  public static @Nullable String changeableByOthers(Path file) throws IOException {
    String foreign = foreign(file);
    if (foreign != null) {
      return foreign;
    }
    try {
      PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
      if (attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
        return "everybody can write to it";
      }
      String group = attributes.group().getName();
      return attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)
              && !group.equals(attributes.owner().getName())
          ? "the group %s can write to it".formatted(group)
          : null;
    } catch (UnsupportedOperationException _) {
      return null;
    }
  }

  private static int self() throws IOException {
    if (Files.exists(SELF)) {
      return (int) Files.getAttribute(SELF, UID);
    }
    Path home = Path.of(System.getProperty("user.home"));
    return (int) Files.getAttribute(home, UID);
  }
}
