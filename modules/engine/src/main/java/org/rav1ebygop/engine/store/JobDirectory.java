package org.rav1ebygop.engine.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.engine.files.DurableFiles;

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
  private static final long MAX_JOB_BYTES = 1 << 20;

  private final Path path;
  private final FileChannel lock;

  private JobDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /// Opens a directory, making it if need be.
  ///
  /// @throws GopException of kind USAGE when it holds other files, of kind ENVIRONMENT when another
  ///   process works on it
  static JobDirectory open(Path path) throws IOException {
    requireOurs(path);
    DurableFiles.createDirectory(path);
    return new JobDirectory(path, lock(path.resolve(LOCK)));
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
    try (FileChannel _ = lock(path.resolve(LOCK))) {
      Files.deleteIfExists(path.resolve(JOB));
      for (Path file : list(path)) {
        if (!file.endsWith(LOCK)) {
          Files.delete(file);
        }
      }
      Files.delete(path.resolve(LOCK));
      Files.delete(path);
    }
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
    Path file = path.resolve(JOB);
    if (!Files.exists(file)) {
      return null;
    }
    try {
      if (Files.size(file) > MAX_JOB_BYTES) {
        throw new StateException("it is damaged");
      }
      return JobRecord.fromJson(Files.readAllBytes(file));
    } catch (StateException e) {
      throw GopException.usage(
          "cannot resume %s: of %s, %s; start anew with --overwrite"
              .formatted(path, JOB, e.getMessage()));
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  private static FileChannel lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException _) {
      lock = null;
    }
    if (lock == null) {
      channel.close();
      throw GopException.environment(
          "another rav1e-by-gop is working on %s; wait for it, or choose another output"
              .formatted(file.getParent()),
          null);
    }
    return channel;
  }

  private static void requireOurs(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    for (Path file : list(directory)) {
      if (!OURS.matcher(file.getFileName().toString()).matches()) {
        throw GopException.usage(
            "%s holds %s, which is not ours; choose another output or --temp"
                .formatted(directory, file.getFileName()));
      }
    }
  }

  private static List<Path> list(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
