package org.rav1ebygop.engine.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
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
      Pattern.compile("job\\.json|keyframes|lock|gop-.*\\.ivf|.*\\.tmp");

  private final Path directory;
  private final String jobId;
  private final IvfHeader header;
  private final FileChannel lockFile;
  private final KeyframeLog keyframes;
  private final SequenceHeaderGuard guard;
  private final ConcurrentMap<Integer, StoredGop> gops = new ConcurrentHashMap<>();

  private GopStore(Path directory, JobRecord job, VideoFormat format) throws IOException {
    this.directory = directory;
    this.jobId = job.id();
    this.header =
        new IvfHeader(format.layout().width(), format.layout().height(), format.frameRate(), 0);
    this.guard = new SequenceHeaderGuard(format.layout());
    this.lockFile = lock(directory.resolve(LOCK));
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
      Files.createDirectories(directory);
      Path jobFile = directory.resolve(JOB);
      if (Files.exists(jobFile)) {
        requireSame(directory, Files.readAllBytes(jobFile), job);
      }
      var store = new GopStore(directory, job, format);
      if (!Files.exists(jobFile)) {
        DurableFiles.write(jobFile, job.toJson());
      }
      store.recover(warnings);
      return store;
    } catch (IOException e) {
      throw DurableFiles.writeFailed(directory, e);
    }
  }

  /// Deletes a job directory, and nothing that is not ours.
  ///
  /// @throws GopException of kind USAGE when it holds other files, of kind ENVIRONMENT when another
  ///   process works on it
  public static void delete(Path directory) {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try {
      requireOurs(directory);
      lock(directory.resolve(LOCK)).close();
      for (Path file : list(directory)) {
        Files.delete(file);
      }
      Files.delete(directory);
    } catch (IOException e) {
      throw DurableFiles.writeFailed(directory, e);
    }
  }

  /// A place to write an attempt at a GOP.
  public GopWriter writer(int gop, long firstFrame, int attempt) {
    var place = new GopWriter.Place(directory, jobId, gop, firstFrame, attempt);
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

  /// The sequence header of the film.
  public SequenceHeaderGuard guard() {
    return guard;
  }

  /// The job directory.
  public Path directory() {
    return directory;
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
    return "gop-%06d-%s-%s.ivf".formatted(gop, jobId, sha256);
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

  private static void requireSame(Path directory, byte[] text, JobRecord job) {
    List<String> differences;
    try {
      differences = JobRecord.fromJson(text).differences(job);
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
      if (!name.group(2).equals(jobId)) {
        throw new StateException("it belongs to another job");
      }
      int index = Integer.parseInt(name.group(1));
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
