package org.rav1ebygop.encoder.librav1e;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Iterator;
import java.util.Locale;
import org.rav1ebygop.api.GopException;

/// Gives the second of two passes what the first has found.
final class SecondPass implements RatePass {
  private final Librav1e library;
  private final PassData data;
  private final Iterator<MemorySegment> frames;

  SecondPass(Librav1e library, PassData data) {
    this.library = library;
    this.data = data;
    this.frames = data.frames().iterator();
  }

  @Override
  public void configure(MemorySegment config) {
    give(Function.CONFIG_SET_RC_SUMMARY, config, data.summary());
  }

  @Override
  public void beforePacket(MemorySegment context) {
    while (library.number(Function.RC_SECOND_PASS_DATA_REQUIRED, context) > 0) {
      if (!frames.hasNext()) {
        throw GopException.encoder("the first pass had fewer frames", null);
      }
      give(Function.RC_SEND_PASS_DATA, context, frames.next());
    }
  }

  /// The library moves the pointer behind what it has read.
  private void give(Function function, MemorySegment target, MemorySegment bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pointer = arena.allocate(ValueLayout.ADDRESS);
      MemorySegment length = arena.allocate(ValueLayout.JAVA_LONG);
      pointer.set(ValueLayout.ADDRESS, 0, arena.allocate(bytes.byteSize()).copyFrom(bytes));
      length.set(ValueLayout.JAVA_LONG, 0, bytes.byteSize());
      int status = library.number(function, target, pointer, length);
      if (status != 0) {
        throw GopException.encoder(
            String.format(
                Locale.ROOT,
                "librav1e does not take what the first pass has found: %s says %d",
                function.symbol(),
                status),
            null);
      }
    }
  }
}
