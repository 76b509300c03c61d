package org.rav1ebygop.engine.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.engine.files.DurableFiles;

/// What is known of attempts that failed: `gop-000012.attempt-2.log` in the job directory, for
/// people. A later run whose attempt of the same number fails replaces it.
public final class AttemptLogs {
  /// Their names, those of unfinished ones included.
  static final Pattern NAME = Pattern.compile("gop-\\d{6,9}\\.attempt-\\d+\\.log(\\.tmp)?");

  private static final int MAX_CHARS = 1 << 16;
  private static final String CUT = "[...]\n";

  private final Path directory;

  AttemptLogs(Path directory) {
    this.directory = directory;
  }

  /// Writes one.
  ///
  /// @param facts short
  /// @param log what the encoder said; of a long one only the end is kept
  /// @return the file, or null when it cannot be written, which must not keep the job from going on
  public @Nullable Path save(int gop, int attempt, String facts, String log) {
    int cut = Math.max(0, log.length() - MAX_CHARS);
    String said = cut == 0 ? log : CUT + log.substring(cut);
    Path file =
        directory.resolve(String.format(Locale.ROOT, "gop-%06d.attempt-%d.log", gop, attempt));
    try {
      DurableFiles.write(file, (facts + said).getBytes(StandardCharsets.UTF_8));
      return file;
    } catch (IOException _) {
      return null;
    }
  }
}
