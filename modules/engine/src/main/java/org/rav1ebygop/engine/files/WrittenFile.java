package org.rav1ebygop.engine.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;

/// A file that is written for the user. One rule holds for all of them: a file that is there is
/// only replaced when it is of the same kind; everything else is refused by name. A link stays and
/// is followed to a file that exists. A pipe or a device that is no disk is written to as it is.
///
/// The rule is applied before any work is done, and again before the file gets its name: hours may
/// lie between.
public final class WrittenFile {
  /// As many links as Linux follows.
  private static final int MOST_LINKS = 40;

  /// Type of a file in the mode that `stat` tells, and that of a block device.
  private static final int TYPE = 0xF000;

  private static final int BLOCK_DEVICE = 0x6000;

  private final Path path;
  private final String option;
  private final FileKind kind;
  private final boolean stream;

  private WrittenFile(Path path, String option, FileKind kind, boolean stream) {
    this.path = path;
    this.option = option;
    this.kind = kind;
    this.stream = stream;
  }

  /// A file that may be written.
  ///
  /// @param named by the user
  /// @param option by which the user named it, for messages
  /// @throws GopException of kind USAGE when it must not be written, of kind ENVIRONMENT when it
  ///   cannot
  public static WrittenFile of(Path named, String option, FileKind kind) {
    try {
      if (Files.exists(named) && !Files.isRegularFile(named) && !Files.isDirectory(named)) {
        requireNoDisk(named, option);
        return new WrittenFile(named, option, kind, true);
      }
      var file = new WrittenFile(followed(named, option), option, kind, false);
      String objection = file.objection();
      if (objection != null) {
        throw GopException.usage(objection);
      }
      file.requirePermission();
      return file;
    } catch (IOException e) {
      throw DurableFiles.writeFailed(named, e);
    }
  }

  /// Where links lead.
  public Path path() {
    return path;
  }

  /// Whether it is a pipe or a device, which is written to and never replaced.
  public boolean isStream() {
    return stream;
  }

  /// Opens it to be written to in its place, not as a whole: emptied, or behind what is there.
  public OutputStream open(boolean append) throws IOException {
    if (stream) {
      return Files.newOutputStream(path, StandardOpenOption.WRITE);
    }
    var options = new ArrayList<OpenOption>(List.of(StandardOpenOption.WRITE));
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      options.add(LinkOption.NOFOLLOW_LINKS);
      options.add(append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING);
    } else {
      options.add(StandardOpenOption.CREATE_NEW);
    }
    return Files.newOutputStream(path, options.toArray(OpenOption[]::new));
  }

  /// Begins to write it as a whole: it gets its name when it is complete.
  public PendingFile begin() throws IOException {
    return begin(HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt()));
  }

  /// The same.
  ///
  /// @param writer eight characters that no other who writes this file has at the same time; what
  ///   the same writer has left unfinished is replaced
  public PendingFile begin(String writer) throws IOException {
    return PendingFile.create(this, writer);
  }

  /// Why what is there now must not be replaced.
  ///
  /// @return one line with what to do, or null when it may
  @Nullable String objection() throws IOException {
    if (Files.isDirectory(path)) {
      return path + " is a folder; name a file in it";
    }
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && kind.isThatOf(path)
        ? null
        : "%s holds something other than %s; name another file for %s, or delete it"
            .formatted(path, kind.name(), option);
  }

  private static Path followed(Path named, String option) throws IOException {
    if (!Files.isSymbolicLink(named)) {
      return named;
    }
    if (isCircle(named)) {
      throw GopException.usage(named + " is a link that leads in a circle");
    }
    try {
      return named.toRealPath();
    } catch (NoSuchFileException _) {
      throw GopException.usage(
          "%s is a link to %s, which is not there; name another file for %s, or delete the link"
              .formatted(named, Files.readSymbolicLink(named), option));
    }
  }

  private static boolean isCircle(Path link) throws IOException {
    Path at = link;
    for (int links = 0; links <= MOST_LINKS; links++) {
      if (!Files.isSymbolicLink(at)) {
        return false;
      }
      at = at.resolveSibling(Files.readSymbolicLink(at));
    }
    return true;
  }

  private static void requireNoDisk(Path path, String option) throws IOException {
    int mode = (int) Files.getAttribute(path, "unix:mode");
    if ((mode & TYPE) == BLOCK_DEVICE) {
      throw GopException.usage("%s is a disk; name a file for %s".formatted(path, option));
    }
  }

  private void requirePermission() {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw GopException.usage("there is no folder %s; make it first".formatted(folder));
    }
    if (!Files.isWritable(folder)) {
      throw GopException.environment("no permission to write in %s".formatted(folder), null);
    }
    if (Files.exists(path) && !Files.isWritable(path)) {
      throw GopException.environment("no permission to write to %s".formatted(path), null);
    }
  }
}
