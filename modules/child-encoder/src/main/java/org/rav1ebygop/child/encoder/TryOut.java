package org.rav1ebygop.child.encoder;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.child.process.ExitStatus;
import org.rav1ebygop.child.process.ShortRun;
import org.rav1ebygop.y4m.Y4mHeader;

/// Has an encoder begin, which makes it check all that it is told.
public final class TryOut {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private TryOut() {}

  /// Gives it a film without frames, for encoders that end on such a film.
  ///
  /// @param encoder who is called, for messages
  /// @throws GopException of kind USAGE when it ends with an error, of kind ENVIRONMENT when it
  ///   crashes, does not start or does not end
  public static void withoutFrames(ChildCommand command, String encoder) {
    withoutFrames(command, encoder, LIMIT);
  }

  static void withoutFrames(ChildCommand command, String encoder, Duration limit) {
    if (!run(command, encoder, 0, limit)) {
      throw doesNotWork(encoder, "does not end");
    }
  }

  /// Gives it a film without frames, for encoders that end before they read it. One that is still
  /// at it after a few seconds has accepted what it was told, or takes that long to start.
  ///
  /// @param encoder who is called, for messages
  /// @throws GopException as for [#withoutFrames], but for one that does not end
  public static void beginning(ChildCommand command, String encoder) {
    run(command, encoder, 0, LIMIT);
  }

  /// Gives it a film with one frame of zeros. One that is still at it after a few seconds has
  /// accepted what it was told.
  ///
  /// @param encoder who is called, for messages
  /// @throws GopException of kind USAGE when it ends with an error, of kind ENVIRONMENT when it
  ///   crashes or does not start
  public static void withOneFrame(ChildCommand command, String encoder) {
    withOneFrame(command, encoder, LIMIT);
  }

  static void withOneFrame(ChildCommand command, String encoder, Duration limit) {
    run(command, encoder, 1, limit);
  }

  private static boolean run(ChildCommand command, String encoder, int frames, Duration limit) {
    ShortRun run;
    try {
      run = ShortRun.of(command.line(), command.environment(), film(command, frames), limit);
    } catch (IOException e) {
      throw GopException.environment(encoder + " cannot be started: " + e.getMessage(), e);
    }
    Integer exitCode = run.exitCode();
    if (exitCode == null) {
      return false;
    }
    if (ExitStatus.isSignal(exitCode)) {
      throw doesNotWork(encoder, ExitStatus.describe(exitCode) + command.quote().suffix(run.log()));
    }
    if (exitCode != 0) {
      throw GopException.usage(
          "%s refuses these settings, or %s%s"
              .formatted(encoder, command.format().layout(), command.quote().suffix(run.log())));
    }
    return true;
  }

  private static InputStream film(ChildCommand command, int frames) {
    String text = command.header() + (Y4mHeader.FRAME_MAGIC + "\n").repeat(frames);
    return new SequenceInputStream(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)),
        new Zeros(frames * command.format().layout().frameBytes()));
  }

  private static GopException doesNotWork(String encoder, String what) {
    return GopException.environment("%s does not work: it %s".formatted(encoder, what), null);
  }

  /// So many zeros.
  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long count) {
      this.left = count;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (length == 0) {
        return 0;
      }
      int count = (int) Math.min(length, Math.max(left, 0));
      Arrays.fill(target, offset, offset + count, (byte) 0);
      left -= count;
      return count == 0 ? -1 : count;
    }
  }
}
