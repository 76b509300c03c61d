package org.rav1ebygop.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.engine.JobSetup;

/// Where the finished GOPs of a film are until it is complete.
///
/// @param path of the job folder, which the job makes
/// @param around a folder made for it alone, or null when the job folder stands where the next run
///   finds it
record GopFolder(Path path, @Nullable Path around) {
  private static final String SUFFIX = ".gops";

  /// For a film that goes into a file.
  ///
  /// @param temp what `--temp` names, or null
  static GopFolder of(Path film, @Nullable String temp) {
    Path beside = film.resolveSibling(film.getFileName() + SUFFIX);
    return new GopFolder(temp == null ? beside : in(folder(temp), beside), null);
  }

  /// For a film that goes elsewhere. Nobody has said where to keep anything, unless by `--temp`,
  /// and the same command is not the same film: nothing may be resumed that was not meant.
  ///
  /// @param name of the input
  static GopFolder ofStream(Path name, @Nullable String temp) {
    Path usual = Path.of(name + SUFFIX);
    if (temp != null) {
      return new GopFolder(in(folder(temp), usual), null);
    }
    Path around =
        temporary()
            .resolve(
                "rav1e-by-gop-"
                    + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
    return new GopFolder(in(around, usual), around);
  }

  /// Whether it is for this run only.
  boolean isTemporary() {
    return around != null;
  }

  /// What the job has to know.
  JobSetup.State state() {
    return around == null
        ? JobSetup.State.at(path)
        : new JobSetup.State(path, false, "--resume --temp " + Text.shell(around.toString()));
  }

  /// Makes what the job folder is in.
  void make() {
    if (around != null) {
      try {
        Files.createDirectory(
            around,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } catch (IOException e) {
        throw GopException.environment(
            "cannot make a folder in %s: %s; name another with --temp"
                .formatted(around.getParent(), Text.reason(e)),
            e);
      }
    }
  }

  /// Deletes what the job folder was in, if it is there no more.
  void sweep() {
    if (around != null) {
      try {
        Files.deleteIfExists(around);
      } catch (IOException _) {
        // finished GOPs are kept in it
      }
    }
  }

  /// Films of one name, from several folders, may share a folder.
  private static Path in(Path folder, Path usual) {
    int where = usual.toAbsolutePath().normalize().toString().hashCode();
    return folder.resolve(String.format(Locale.ROOT, "%08x-%s", where, usual.getFileName()));
  }

  /// Has room for large files, which what is in memory has not.
  private static Path temporary() {
    return Stream.of(
            System.getenv().getOrDefault("TMPDIR", ""),
            "/var/tmp",
            System.getProperty("java.io.tmpdir"))
        .filter(name -> !name.isEmpty())
        .map(Path::of)
        .filter(folder -> Files.isDirectory(folder) && Files.isWritable(folder))
        .findFirst()
        .orElseThrow(() ->
            GopException.environment(
                "there is no folder for temporary files; name one with --temp", null));
  }

  private static Path folder(String temp) {
    Path folder = Destination.path(temp);
    if (!Files.exists(folder)) {
      throw GopException.usage("--temp: there is no folder %s; make it first".formatted(folder));
    }
    if (!Files.isDirectory(folder)) {
      throw GopException.usage("--temp: %s is not a folder".formatted(folder));
    }
    if (!Files.isWritable(folder)) {
      throw GopException.environment("--temp: no permission to write in " + folder, null);
    }
    return folder;
  }
}
