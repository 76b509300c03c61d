package org.rav1ebygop.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.files.Ownership;
import org.rav1ebygop.files.SmallFile;
import org.rav1ebygop.files.UnreadableFileException;

/// The files of workers that the user has approved, each by its place and content: a file that was
/// changed or moved is another one. They stand in a file of the user's that nobody else may read or
/// change, a line `SHA256 URI` for each.
final class ApprovedFiles {
  private static final String NAME = "approved-workers";
  private static final int MAX_BYTES = 1 << 20;

  /// The oldest are forgotten first.
  private static final int MOST = 1000;

  private final @Nullable Path store;

  /// @param store where they stand, or null when nothing can be remembered
  ApprovedFiles(@Nullable Path store) {
    this.store = store;
  }

  /// Those of the user of this process.
  static ApprovedFiles ofUser() {
    Path folder = Home.stateFolder();
    return new ApprovedFiles(folder == null ? null : folder.resolve(NAME));
  }

  /// A file as it was when somebody was asked about it.
  record Seen(String sha256, String uri) {
    /// Reads a file.
    ///
    /// @throws GopException of kind USAGE when it cannot be read
    static Seen of(Path file) {
      try {
        byte[] digest =
            MessageDigest.getInstance("SHA-256").digest(SmallFile.read(file, MAX_BYTES));
        return new Seen(
            HexFormat.of().formatHex(digest), file.toRealPath().toUri().toASCIIString());
      } catch (UnreadableFileException e) {
        throw GopException.usage("%s: %s".formatted(file, e.reason()));
      } catch (IOException e) {
        throw GopException.usage("%s: %s".formatted(file, Text.reason(e)));
      } catch (NoSuchAlgorithmException e) {
        throw GopException.bug("no SHA-256: " + e, e);
      }
    }

    private String line() {
      return sha256 + " " + uri;
    }
  }

  /// Whether the user has approved it as it is.
  boolean contains(Seen file) {
    return lines().contains(file.line());
  }

  /// Remembers it, in place of what the same place held before.
  ///
  /// @throws GopException of kind ENVIRONMENT when that cannot be
  void add(Seen file) {
    if (store == null) {
      throw GopException.environment("there is no folder to remember it in", null);
    }
    var lines = new ArrayList<>(lines());
    lines.removeIf(line -> line.endsWith(" " + file.uri));
    lines.add(file.line());
    List<String> kept = lines.subList(Math.max(0, lines.size() - MOST), lines.size());
    try {
      Files.createDirectories(store.getParent(), own("rwx------"));
      Path next = Files.createTempFile(store.getParent(), NAME, ".tmp", own("rw-------"));
      try {
        Files.write(next, kept, US_ASCII);
        Files.move(
            next, store, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(next);
      }
    } catch (IOException e) {
      throw GopException.environment(
          "cannot remember it in %s: %s".formatted(store, Text.reason(e)), e);
    }
  }

  /// None, where somebody else could have written them.
  private List<String> lines() {
    try {
      if (store == null || !Files.exists(store) || Ownership.changeableByOthers(store) != null) {
        return List.of();
      }
      return SmallFile.text(store, MAX_BYTES, US_ASCII).lines().toList();
    } catch (IOException _) {
      return List.of();
    }
  }

  private static FileAttribute<Set<PosixFilePermission>> own(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }
}
