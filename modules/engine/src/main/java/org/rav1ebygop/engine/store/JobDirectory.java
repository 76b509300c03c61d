package org.rav1ebygop.engine.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.engine.files.DurableFiles;
import org.rav1ebygop.engine.job.EarlierJob;
import org.rav1ebygop.files.Ownership;
import org.rav1ebygop.files.SmallFile;
import org.rav1ebygop.files.UnreadableFileException;

/// The files of a job, held by one process at a time.
final class JobDirectory implements AutoCloseable {
  /// Index, job, sum of frames unless they came from a pipe, and SHA-256 of packets.
  static final Pattern GOP_FILE =
      Pattern.compile("gop-(\\d{6,9})-([0-9a-f]{8})-(?:([0-9a-f]{8})-)?([0-9a-f]{64})\\.ivf");

  private static final String JOB = "job.json";
  private static final String KEYFRAMES = "keyframes";
  private static final String LOCK = "lock";
  private static final Pattern OURS =
      Pattern.compile(
          "job\\.json(\\.tmp)?|keyframes|lock|gop-\\d{6,9}\\.\\d+\\.tmp|frames-\\d+\\.tmp|%s|%s(\\%s)?"
              .formatted(AttemptLogs.NAME, GOP_FILE, GopQuality.SUFFIX));

  /// A job record has some kilobytes; nothing longer is read.
  private static final int MAX_JOB_BYTES = 1 << 20;

  private final Path path;
  private final JobLock lock;

  private JobDirectory(Path path, JobLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /// Opens a directory, making it if need be.
  ///
  /// @throws GopException of kind USAGE when it holds other files, of kind ENVIRONMENT when another
  ///   process works on it
  static JobDirectory open(Path path) throws IOException {
    requireOurs(path);
    while (true) {
      DurableFiles.createDirectory(path);
      JobLock lock = JobLock.take(path.resolve(LOCK));
      if (lock != null) {
        return new JobDirectory(path, lock);
      }
    }
  }

  /// Whether a job was left in a directory.
  static boolean holdsJob(Path path) {
    return Files.exists(path.resolve(JOB));
  }

  /// Deletes a directory, and nothing that is not ours. The record goes first: without it there is
  /// no job, however much of the rest a crash leaves.
  ///
  /// @throws GopException as for [#open]
  static void delete(Path path) throws IOException {
    requireOurs(path);
    JobLock lock = lockIfThere(path);
    if (lock == null) {
      return;
    }
    try (lock) {
      Files.deleteIfExists(path.resolve(JOB));
      for (Path file : list(path)) {
        if (!file.endsWith(LOCK)) {
          Files.delete(file);
        }
      }
      lock.delete();
    }
    try {
      Files.delete(path);
    } catch (DirectoryNotEmptyException | NoSuchFileException _) {
      // somebody has begun or deleted a job there since the lock is gone
    }
  }

  /// @return null when there is no such directory
  private static @Nullable JobLock lockIfThere(Path path) throws IOException {
    while (Files.isDirectory(path)) {
      JobLock lock = JobLock.take(path.resolve(LOCK));
      if (lock != null) {
        return lock;
      }
    }
    return null;
  }

  static String fileName(int gop, String jobId, String frames, String sha256) {
    return String.format(
        Locale.ROOT,
        "gop-%06d-%s-%s%s.ivf",
        gop,
        jobId,
        frames.isEmpty() ? "" : frames + "-",
        sha256);
  }

  static String temporaryName(int gop, int attempt) {
    return String.format(Locale.ROOT, "gop-%06d.%d.tmp", gop, attempt);
  }

  Path path() {
    return path;
  }

  List<Path> files() throws IOException {
    return list(path);
  }

  KeyframeLog keyframes() throws IOException {
    return KeyframeLog.open(path.resolve(KEYFRAMES));
  }

  void deleteKeyframes() throws IOException {
    Files.deleteIfExists(path.resolve(KEYFRAMES));
  }

  /// What was deleted before stays deleted when the record is there, also after a power cut.
  void write(JobRecord job) throws IOException {
    Path file = path.resolve(JOB);
    DurableFiles.forceDirectory(file);
    DurableFiles.write(file, job.toJson());
  }

  /// The record of an earlier run, or null.
  ///
  /// @throws GopException of kind USAGE when it is damaged, or of another version of this program
  @Nullable JobRecord read() throws IOException {
    try {
      return record();
    } catch (StateException e) {
      throw GopException.usage(
          "cannot resume %s: %s; start over with --overwrite".formatted(path, e.getMessage()));
    }
  }

  /// What an earlier run has left, for one that may go on with it.
  EarlierJob earlier(JobRecord job) throws IOException {
    List<String> differences;
    try {
      JobRecord record = record();
      differences = record == null ? List.of() : record.differences(job);
    } catch (StateException e) {
      differences = List.of(e.getMessage());
    }
    var finished = new HashSet<String>();
    FileTime changed = Files.getLastModifiedTime(path);
    for (Path file : list(path)) {
      Matcher gop = GOP_FILE.matcher(file.getFileName().toString());
      if (gop.matches()) {
        finished.add(gop.group(1));
      }
      FileTime time = Files.getLastModifiedTime(file);
      changed = time.compareTo(changed) > 0 ? time : changed;
    }
    int gops = KeyframeLog.gops(path.resolve(KEYFRAMES));
    return new EarlierJob(path, finished.size(), gops, changed.toInstant(), differences);
  }

  private @Nullable JobRecord record() throws IOException, StateException {
    try {
      return JobRecord.fromJson(
          SmallFile.read(path.resolve(JOB), MAX_JOB_BYTES, LinkOption.NOFOLLOW_LINKS));
    } catch (UnreadableFileException e) {
      if (e.isMissing()) {
        return null;
      }
      throw new StateException("%s is damaged: %s".formatted(JOB, e.reason()));
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  /// A job folder may have come with a download, or be laid in the way by somebody else: through a
  /// link in it, files elsewhere would be read or written.
  private static void requireOurs(Path directory) throws IOException {
    List<Path> files;
    try {
      if (Files.isSymbolicLink(directory)) {
        throw GopException.usage(
            "%s is a link, which a job folder must not be; delete it, or choose another output or --temp"
                .formatted(directory));
      }
      String foreign = Ownership.foreign(directory);
      if (foreign != null) {
        throw GopException.usage(
            "%s is not used: %s; choose another output or --temp".formatted(directory, foreign));
      }
      files = list(directory);
    } catch (NoSuchFileException _) {
      return;
    }
    for (Path file : files) {
      if (!OURS.matcher(file.getFileName().toString()).matches()) {
        throw GopException.usage(
            "%s holds %s, which is not ours; choose another output or --temp"
                .formatted(directory, file.getFileName()));
      }
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && isThere(file)) {
        throw GopException.usage(
            "%s holds %s, which is a link or no file; delete it, or choose another output or --temp"
                .formatted(directory, file.getFileName()));
      }
    }
  }

  /// Another process may just have deleted it.
  private static boolean isThere(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  private static List<Path> list(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
