package org.rav1ebygop.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.SeekableSource;
import org.rav1ebygop.api.spi.StreamSource;
import org.rav1ebygop.engine.JobSetup;

/// What is said before the encoding begins.
final class Announcement {
  private final Console console;
  private final EncodeCommand command;

  Announcement(Console console, EncodeCommand command) {
    this.console = console;
    this.command = command;
  }

  /// What the film is.
  void film(JobSetup.Source source, PipeMemory memory) {
    VideoFormat format = source.format();
    long expected = expected(source);
    String frames =
        source.video() instanceof SeekableSource file
            ? ", " + Text.count(Math.min(file.frameCount(), source.limit()), "frame")
            : (expected < 0 ? "" : ", about " + Text.count(expected, "frame"))
                + ", %s; up to %s for buffered frames and this program%s"
                    .formatted(
                        source.input().file() == null ? "from a pipe" : "decoded as it is encoded",
                        Text.bytes(memory.bytes()),
                        command.tmpInput ? "; further frames are buffered on disk" : "");
    console
        .err()
        .printf(
            "%s: %s, %s fps%s%n",
            source.input().name(),
            format.layout(),
            Text.number(3, format.frameRate().value()),
            frames);
  }

  /// About how many frames of a stream will be encoded, or -1.
  static long expected(JobSetup.Source source) {
    long all = source.video() instanceof StreamSource stream ? stream.expectedFrames() : -1;
    return Math.min(all, source.limit());
  }

  /// How it is encoded.
  ///
  /// @param others null when no other machine is asked
  void encoding(JobSetup.Encoding encoding, SlotPlan slots, Places.@Nullable Others others) {
    EncoderSettings settings = encoding.settings();
    console
        .err()
        .printf(
            Locale.ROOT,
            "%s %s, speed %d, quantizer %d, %s%s%n",
            encoding.provider().id(),
            encoding.backend().identity().version(),
            settings.speed(),
            settings.quantizer(),
            slots.slots() == 0
                ? "not on this machine"
                : Text.count(slots.slots(), "slot") + ": " + slots.reason(),
            others == null ? "" : "; " + others);
  }

  /// How it is shown from now on.
  Progress progress(StatusText text) {
    TextProgress.Shown shown =
        command.noProgress
            ? TextProgress.Shown.NOT
            : Console.isTerminal() ? TextProgress.Shown.LIVE : TextProgress.Shown.LOGGED;
    return new TextProgress(console.error(), text, command.verbose, shown);
  }
}
