package org.rav1ebygop.engine.store;

import java.util.HexFormat;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.Gop;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.SeekableSource;

/// The CRC-32C over the frames of each GOP, so that it is known later what a GOP was made of. Only
/// for a source that can be read again; of a pipe the log of keyframes tells. Used by any thread.
public final class FrameSums {
  private final @Nullable SeekableSource source;
  private final BooleanSupplier stopped;
  private final Runnable unchanged;

  private FrameSums(
      @Nullable SeekableSource source, BooleanSupplier stopped, Runnable requireUnchanged) {
    this.source = source;
    this.stopped = stopped;
    this.unchanged = requireUnchanged;
  }

  /// For a pipe.
  public static FrameSums none() {
    return new FrameSums(null, () -> false, () -> {});
  }

  /// For a file.
  ///
  /// @param stopped whether nobody waits for a sum any more
  /// @param requireUnchanged throws when the source was written to since the job was opened
  public static FrameSums of(
      SeekableSource source, BooleanSupplier stopped, Runnable requireUnchanged) {
    return new FrameSums(source, stopped, requireUnchanged);
  }

  /// The sum of a GOP that was made just now. The frames are read once more, usually from the page
  /// cache; that they are those it was made of, the source being unchanged after it tells.
  ///
  /// @return eight lower-case hexadecimal digits, or nothing for a pipe
  /// @throws GopException of kind INPUT when the source was written to, INTERRUPTED when stopped
  String ofMade(Gop gop) {
    SeekableSource file = source;
    if (file == null) {
      return "";
    }
    String sum = sum(file, gop);
    unchanged.run();
    return sum;
  }

  /// Whether a GOP was made of the frames that the source has now.
  boolean match(Gop gop, @Nullable String sum) {
    SeekableSource file = source;
    return file != null
        && gop.firstFrame() + gop.frameCount() <= file.frameCount()
        && sum(file, gop).equals(sum);
  }

  private String sum(SeekableSource file, Gop gop) {
    var crc = new CRC32C();
    for (long i = gop.firstFrame(); i < gop.firstFrame() + gop.frameCount(); i++) {
      if (stopped.getAsBoolean()) {
        throw new GopException(GopException.Kind.INTERRUPTED, "interrupted", null);
      }
      Frame frame = file.frame(i);
      crc.update(frame.data().asByteBuffer());
      file.release(i);
    }
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }
}
