package org.rav1ebygop.engine.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.av1.IvfHeader;
import org.rav1ebygop.engine.files.DurableFiles;
import org.rav1ebygop.engine.job.EarlierJob;

/// The finished GOPs of a job, in its directory. One process at a time works on it.
public final class GopStore implements AutoCloseable {
  private final JobDirectory directory;
  private final Work work;
  private final String jobId;
  private final IvfHeader header;
  private final KeyframeLog keyframes;
  private final SequenceHeaderGuard guard;
  private final ConcurrentMap<Integer, StoredGop> gops = new ConcurrentHashMap<>();

  /// What is stored.
  ///
  /// @param job what decides its bytes
  /// @param format of the film
  /// @param frames tells what GOPs were made of
  public record Work(JobRecord job, VideoFormat format, FrameSums frames) {}

  private GopStore(JobDirectory directory, Work work) throws IOException {
    this.directory = directory;
    this.work = work;
    this.jobId = work.job.id();
    VideoFormat format = work.format;
    this.header =
        new IvfHeader(format.layout().width(), format.layout().height(), format.frameRate(), 0);
    this.guard = new SequenceHeaderGuard(format.layout());
    this.keyframes = directory.keyframes();
  }

  /// Whether a job was left in this directory.
  public static boolean holdsJob(Path directory) {
    return JobDirectory.holdsJob(directory);
  }

  /// What an earlier run has left in a directory.
  ///
  /// @param job that may go on with it
  /// @return null when there is no job
  /// @throws GopException of kind USAGE when the directory holds other files, of kind ENVIRONMENT
  ///   when it cannot be read, or another process works on it
  public static @Nullable EarlierJob earlier(Path path, JobRecord job) {
    if (!holdsJob(path)) {
      return null;
    }
    try (JobDirectory directory = JobDirectory.open(path)) {
      return directory.earlier(job);
    } catch (IOException e) {
      throw DurableFiles.writeFailed(path, e);
    }
  }

  /// Opens the directory for a job, making it if need be. What an earlier run of the same job left
  /// is read and checked; what is damaged is deleted, to be made again.
  ///
  /// When the source was written since, though it looks the same, finished GOPs are compared with
  /// its frames, the keyframes are found again, and the record becomes that of the source as it is.
  /// The record is replaced last: until then all in the directory is of the source it names.
  ///
  /// @param warnings told of everything that was damaged, one line each
  /// @throws GopException of kind USAGE when it belongs to another job or is no job directory, of
  ///   kind ENVIRONMENT when it cannot be read, written, or another process works on it
  public static GopStore open(Path path, Work work, Consumer<String> warnings) {
    try {
      JobDirectory directory = JobDirectory.open(path);
      try {
        return open(directory, work, warnings);
      } catch (IOException | RuntimeException e) {
        directory.close();
        throw e;
      }
    } catch (IOException e) {
      throw DurableFiles.writeFailed(path, e);
    }
  }

  private static GopStore open(JobDirectory directory, Work work, Consumer<String> warnings)
      throws IOException {
    JobRecord earlier = directory.read();
    if (earlier != null) {
      requireSame(directory, earlier, work.job);
    }
    boolean trusted = work.job.equals(earlier);
    if (!trusted) {
      // without a record they are left of a job that was being deleted
      directory.deleteKeyframes();
    }
    var store = new GopStore(directory, work);
    try {
      if (earlier != null && !trusted) {
        warnings.accept(
            "%s; finished GOPs are compared with its frames"
                .formatted(earlier.rewritten(work.job)));
      }
      store.recover(trusted, warnings);
      if (!trusted) {
        directory.write(work.job);
      }
      return store;
    } catch (IOException | RuntimeException e) {
      store.keyframes.close();
      throw e;
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
      JobDirectory.delete(directory);
    } catch (IOException e) {
      throw DurableFiles.writeFailed(directory, e);
    }
  }

  /// A place to write an attempt at a GOP.
  public GopWriter writer(int gop, long firstFrame, int attempt) {
    var place = new GopWriter.Place(directory.path(), jobId, gop, firstFrame, attempt);
    return new GopWriter(
        place,
        header,
        new GopWriter.Checks(new GopVerifier("GOP " + gop, guard), work.frames),
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
      GopQuality.delete(stored);
    } catch (IOException e) {
      throw DurableFiles.writeFailed(stored.file(), e);
    }
  }

  /// Of all frames.
  public FrameLayout layout() {
    return work.format.layout();
  }

  /// The log of keyframes.
  public KeyframeLog keyframes() {
    return keyframes;
  }

  /// The end of the film when every GOP up to it is finished and has the frames that the log of
  /// keyframes says, else null.
  public KeyframeLog.@Nullable Mark endOfAll() {
    KeyframeLog.Mark end = keyframes.end();
    if (end == null) {
      return null;
    }
    List<KeyframeLog.Mark> starts = keyframes.keyframes();
    for (int i = 0; i < starts.size(); i++) {
      StoredGop stored = gops.get(i);
      long next = i + 1 < starts.size() ? starts.get(i + 1).frame() : end.frame();
      if (stored == null
          || stored.gop().firstFrame() != starts.get(i).frame()
          || stored.gop().endFrame() != next) {
        return null;
      }
    }
    return end;
  }

  /// Where to keep what is known of attempts that failed.
  public AttemptLogs attemptLogs() {
    return new AttemptLogs(directory.path());
  }

  /// The sequence header of the film.
  public SequenceHeaderGuard guard() {
    return guard;
  }

  @Override
  public void close() {
    try (directory;
        keyframes) {
      gops.clear();
    } catch (IOException e) {
      throw DurableFiles.writeFailed(directory.path(), e);
    }
  }

  private static void requireSame(JobDirectory directory, JobRecord earlier, JobRecord job) {
    List<String> differences = earlier.differences(job);
    if (!differences.isEmpty()) {
      throw GopException.usage(
          "cannot resume %s: %s; restore those settings, or discard the finished part with --overwrite"
              .formatted(directory.path(), String.join("; ", differences)));
    }
  }

  private void recover(boolean trusted, Consumer<String> warnings) throws IOException {
    for (Path file : directory.files()) {
      String name = file.getFileName().toString();
      Matcher match = JobDirectory.GOP_FILE.matcher(name);
      if (name.endsWith(".tmp")) {
        Files.delete(file);
      } else if (match.matches()) {
        try {
          StoredGop stored = recover(file, match, trusted);
          gops.put(stored.gop().index(), stored);
        } catch (StateException e) {
          warnings.accept("%s is encoded again: %s".formatted(file, e.getMessage()));
          Files.delete(file);
        }
      }
    }
  }

  /// @param trusted whether it is known to be of this source
  private StoredGop recover(Path file, Matcher name, boolean trusted) throws StateException {
    if (!name.group(2).equals(jobId)) {
      throw new StateException("it belongs to another job");
    }
    int index = Integer.parseInt(name.group(1));
    if (!work.job.knowsSource() && !keyframes.covers(index)) {
      throw new StateException("the log of keyframes does not tell of which frames it was made");
    }
    StoredGop stored = StoredGop.recover(file, index, name.group(4), guard);
    if (work.job.knowsSource() && !trusted && !work.frames.match(stored.gop(), name.group(3))) {
      throw new StateException("the input has other frames there now");
    }
    return stored;
  }
}
