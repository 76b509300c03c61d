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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.av1.IvfHeader;

/// The job directory. One process at a time works on it.
public final class GopStore implements AutoCloseable {
  private static final String JOB = "job.json";
  private static final String KEYFRAMES = "keyframes";
  private static final String LOCK = "lock";
  private static final Pattern GOP_FILE =
      Pattern.compile("gop-(\\d{6,9})-([0-9a-f]{8})-([0-9a-f]{64})\\.ivf");
  private static final Pattern OURS =
      Pattern.compile(
          "job\\.json(\\.tmp)?|keyframes|lock|gop-\\d{6,9}\\.\\d+\\.tmp|frames-\\d+\\.tmp|%s|%s"
              .formatted(AttemptLogs.NAME, GOP_FILE));

  /// A job record has some kilobytes; nothing longer is read.
  private static final long MAX_JOB_BYTES = 1 << 20;

  private final Path directory;
  private final JobRecord job;
  private final IvfHeader header;
  private final FileChannel lockFile;
  private final KeyframeLog keyframes;
  private final SequenceHeaderGuard guard;
  private final ConcurrentMap<Integer, StoredGop> gops = new ConcurrentHashMap<>();

  private GopStore(Path directory, JobRecord job, VideoFormat format, FileChannel lockFile)
      throws IOException {
    this.directory = directory;
    this.job = job;
    this.header =
        new IvfHeader(format.layout().width(), format.layout().height(), format.frameRate(), 0);
    this.guard = new SequenceHeaderGuard(format.layout());
    this.lockFile = lockFile;
    this.keyframes = KeyframeLog.open(directory.resolve(KEYFRAMES));
  }

  /// Whether a job was left in this directory.
  public static boolean holdsJob(Path directory) {
    return Files.exists(directory.resolve(JOB));
  }

  /// Opens the directory for a job, making it if need be. What an earlier run of the same job left
  /// is read and checked; what is damaged is deleted, to be made again.
  ///
  /// @param warnings told of everything that was damaged, one line each
  /// @throws GopException of kind USAGE when it belongs to another job or is no job directory, of
  ///   kind ENVIRONMENT when it cannot be read, written, or another process works on it
  public static GopStore open(
      Path directory, JobRecord job, VideoFormat format, Consumer<String> warnings) {
    try {
      requireOurs(directory);
      DurableFiles.createDirectory(directory);
      GopStore store = openLocked(directory, job, format);
      try {
        store.recover(warnings);
        return store;
      } catch (IOException | RuntimeException e) {
        store.close();
        throw e;
      }
    } catch (IOException e) {
      throw DurableFiles.writeFailed(directory, e);
    }
  }

  private static GopStore openLocked(Path directory, JobRecord job, VideoFormat format)
      throws IOException {
    FileChannel lock = lock(directory.resolve(LOCK));
    try {
      Path jobFile = directory.resolve(JOB);
      boolean anew = !Files.exists(jobFile);
      if (anew) {
        // keyframes without a record are what is left of a job that was being deleted
        Files.deleteIfExists(directory.resolve(KEYFRAMES));
      } else {
        requireSame(directory, jobFile, job);
      }
      var store = new GopStore(directory, job, format, lock);
      if (anew) {
        DurableFiles.write(jobFile, job.toJson());
      }
      return store;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /// Deletes a job directory, and nothing that is not ours. The record goes first: without it there
  /// is no job, however much of the rest a crash leaves.
  ///
  /// @throws GopException of kind USAGE when it holds other files, of kind ENVIRONMENT when another
  ///   process works on it
  public static void delete(Path directory) {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try {
      requireOurs(directory);
      try (FileChannel _ = lock(directory.resolve(LOCK))) {
        Files.deleteIfExists(directory.resolve(JOB));
        for (Path file : list(directory)) {
          if (!file.endsWith(LOCK)) {
            Files.delete(file);
          }
        }
        Files.delete(directory.resolve(LOCK));
        Files.delete(directory);
      }
    } catch (IOException e) {
      throw DurableFiles.writeFailed(directory, e);
    }
  }

  /// A place to write an attempt at a GOP.
  public GopWriter writer(int gop, long firstFrame, int attempt) {
    var place = new GopWriter.Place(directory, job.id(), gop, firstFrame, attempt);
    return new GopWriter(
        place,
        header,
        new GopVerifier("GOP " + gop, guard),
        stored -> gops.put(stored.gop().index(), stored));
  }

  /// A finished GOP, or null.
  public @Nullable StoredGop find(int gop) {
    return gops.get(gop);
  }

  /// Whether no GOP is finished.
  public boolean isEmpty() {
    return gops.isEmpty();
  }

  /// Deletes a finished GOP that turned out not to belong to the film.
  public void discard(StoredGop stored) {
    gops.remove(stored.gop().index());
    try {
      Files.deleteIfExists(stored.file());
    } catch (IOException e) {
      throw DurableFiles.writeFailed(stored.file(), e);
    }
  }

  /// The log of keyframes.
  public KeyframeLog keyframes() {
    return keyframes;
  }

  /// Where to keep what is known of attempts that failed.
  public AttemptLogs attemptLogs() {
    return new AttemptLogs(directory);
  }

  /// The sequence header of the film.
  public SequenceHeaderGuard guard() {
    return guard;
  }

  @Override
  public void close() {
    try (lockFile;
        keyframes) {
      gops.clear();
    } catch (IOException e) {
      throw DurableFiles.writeFailed(directory, e);
    }
  }

  static String fileName(int gop, String jobId, String sha256) {
    return String.format(Locale.ROOT, "gop-%06d-%s-%s.ivf", gop, jobId, sha256);
  }

  static String temporaryName(int gop, int attempt) {
    return String.format(Locale.ROOT, "gop-%06d.%d.tmp", gop, attempt);
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

  private static void requireSame(Path directory, Path file, JobRecord job) throws IOException {
    List<String> differences;
    try {
      if (Files.size(file) > MAX_JOB_BYTES) {
        throw new StateException("it is damaged");
      }
      differences = JobRecord.fromJson(Files.readAllBytes(file)).differences(job);
    } catch (StateException e) {
      throw GopException.usage(
          "cannot resume %s: of %s, %s; start anew with --overwrite"
              .formatted(directory, JOB, e.getMessage()));
    }
    if (!differences.isEmpty()) {
      throw GopException.usage(
          "cannot resume %s: %s; go back to that, or start anew with --overwrite"
              .formatted(directory, String.join("; ", differences)));
    }
  }

  private void recover(Consumer<String> warnings) throws IOException {
    for (Path file : list(directory)) {
      String name = file.getFileName().toString();
      Matcher match = GOP_FILE.matcher(name);
      if (name.endsWith(".tmp")) {
        Files.delete(file);
      } else if (match.matches()) {
        recover(file, match, warnings);
      }
    }
  }

  private void recover(Path file, Matcher name, Consumer<String> warnings) throws IOException {
    try {
      if (!name.group(2).equals(job.id())) {
        throw new StateException("it belongs to another job");
      }
      int index = Integer.parseInt(name.group(1));
      if (!job.knowsSource() && !keyframes.covers(index)) {
        throw new StateException("the log of keyframes does not tell of which frames it was made");
      }
      gops.put(index, StoredGop.recover(file, index, name.group(3), guard));
    } catch (StateException e) {
      warnings.accept("%s is encoded again: %s".formatted(file, e.getMessage()));
      Files.delete(file);
    }
  }

  private static List<Path> list(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
