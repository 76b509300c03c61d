package org.rav1ebygop.encoder.librav1e;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;

/// Collects what the first of two passes finds.
final class FirstPass implements RatePass {
  // RaRcDataKind
  private static final int SUMMARY = 0;
  private static final int FRAME = 1;

  /// `RaData`: a pointer, then the number of bytes.
  private static final long DATA_BYTES = 16;

  private final Librav1e library;
  private final List<MemorySegment> frames = new ArrayList<>();
  private @Nullable MemorySegment summary;

  FirstPass(Librav1e library) {
    this.library = library;
  }

  /// What it has found.
  ///
  /// @throws GopException of kind ENCODER when the pass has not come to its end
  PassData data() {
    MemorySegment known = summary;
    if (known == null) {
      throw GopException.encoder("the first pass has not come to its end", null);
    }
    return new PassData(known, List.copyOf(frames));
  }

  @Override
  public void configure(MemorySegment config) {
    library.run(Function.CONFIG_SET_EMIT_DATA, config, 1);
  }

  @Override
  public void afterPacket(MemorySegment context) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pointer = arena.allocate(ValueLayout.ADDRESS);
      int kind = library.number(Function.RC_RECEIVE_PASS_DATA, context, pointer);
      switch (kind) {
        case SUMMARY -> summary = take(pointer.get(ValueLayout.ADDRESS, 0));
        case FRAME -> frames.add(take(pointer.get(ValueLayout.ADDRESS, 0)));
        default -> {
          // nothing new
        }
      }
    }
  }

  @SuppressWarnings("restricted") // sizes are those of rav1e.h
  private MemorySegment take(MemorySegment address) {
    try {
      MemorySegment data = address.reinterpret(DATA_BYTES);
      long length = data.get(ValueLayout.JAVA_LONG, Long.BYTES);
      MemorySegment content = data.get(ValueLayout.ADDRESS, 0).reinterpret(length);
      return MemorySegment.ofArray(content.toArray(ValueLayout.JAVA_BYTE)).asReadOnly();
    } finally {
      library.run(Function.DATA_UNREF, address);
    }
  }
}
