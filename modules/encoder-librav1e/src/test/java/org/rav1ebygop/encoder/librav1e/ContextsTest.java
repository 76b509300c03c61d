package org.rav1ebygop.encoder.librav1e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.spi.EncoderBackend;
import org.rav1ebygop.api.spi.GopEncoder;
import org.rav1ebygop.testkit.GopRun;
import org.rav1ebygop.testkit.SyntheticFilm;

/// What contexts take, they give back. `./dev contexts` runs it with 10,000 of them.
@EnabledOnOs(OS.LINUX) // mallinfo2 is of glibc
@Tag("waits")
class ContextsTest {
  private static final int COUNT = Integer.getInteger("contexts.count", 100);
  private static final int WARM_UP = 20;

  /// One in so many is closed while it encodes.
  private static final int CANCELLED = 10;

  /// What the compiler of the Java runtime may take at the moment. A hundred contexts that have
  /// seen a frame take many times as much.
  private static final long TOLERANCE = 8 << 20;

  private final SyntheticFilm film =
      new SyntheticFilm(SyntheticFilm.format(new FrameLayout(64, 64, ChromaSampling.CS420, 8)), 12);

  @Test
  void nativeMemoryStaysWhereItIs() {
    try (EncoderBackend backend =
        new Librav1eBackendProvider().open(film.format(), Libraries.settings(200, "false"))) {
      encode(backend, WARM_UP);
      long before = inUse();
      encode(backend, COUNT);
      long grown = inUse() - before;
      assertTrue(grown < TOLERANCE, () -> grown + " bytes more after " + COUNT + " contexts");
    }
  }

  private void encode(EncoderBackend backend, int count) {
    for (int i = 0; i < count; i++) {
      try (GopEncoder encoder = backend.encoder()) {
        if (i % CANCELLED == 0) {
          encoder.send(film.frame(0));
          encoder.send(film.frame(1));
        } else {
          var sender =
              new GopRun(() -> {
                encoder.send(film.frame(0));
                encoder.finish();
                return "";
              });
          assertEquals(1, GopRun.receiveAll(encoder).size());
          sender.result();
        }
      }
    }
  }

  /// Bytes that malloc has handed out in this process (mallinfo2(3): `uordblks` and `hblkhd`).
  @SuppressWarnings("restricted")
  private static long inUse() {
    StructLayout sizes =
        MemoryLayout.structLayout(
            MemoryLayout.sequenceLayout(10, ValueLayout.JAVA_LONG).withName("sizes"));
    Linker linker = Linker.nativeLinker();
    MethodHandle mallinfo =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("mallinfo2"), FunctionDescriptor.of(sizes));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = (MemorySegment) mallinfo.invokeExact((SegmentAllocator) arena);
      return info.getAtIndex(ValueLayout.JAVA_LONG, 4) + info.getAtIndex(ValueLayout.JAVA_LONG, 7);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
