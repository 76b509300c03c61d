package org.rav1ebygop.input.y4m;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes pages of a mapped file out of the resident set of this process. Without it, a film that is
/// read once stays in the resident set as a whole, which looks like a leak and counts against the
/// process when memory gets short. The pages stay in the page cache, and a page that is read again
/// comes back: `MADV_DONTNEED` on a shared file mapping loses nothing (madvise(2) of Linux; the
/// number is the same on macOS).
///
/// @param madvise `int madvise(void *start, size_t bytes, int advice)`
/// @param pageBytes a power of two
record ResidentPages(MethodHandle madvise, long pageBytes) {
  private static final int MADV_DONTNEED = 4;

  /// Null where this module may not call native code, or the functions are not there.
  private static final @Nullable ResidentPages NATIVE = find();

  /// Releases the pages that a part of a mapped file touches, those it shares with its neighbours
  /// included. Does nothing where that is not possible.
  ///
  /// @param part of a mapping that begins at a page, as all mappings of whole files do
  static void release(MemorySegment part) {
    ResidentPages pages = NATIVE;
    if (pages != null) {
      pages.advise(part);
    }
  }

  private void advise(MemorySegment part) {
    long start = part.address() & -pageBytes;
    long bytes = part.address() + part.byteSize() - start;
    try {
      // It only fails for addresses that are not mapped; the hint is then void.
      int _ = (int) madvise.invokeExact(MemorySegment.ofAddress(start), bytes, MADV_DONTNEED);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable ResidentPages find() {
    if (!ResidentPages.class.getModule().isNativeAccessEnabled()) {
      return null;
    }
    Optional<MethodHandle> madvise =
        function(
            "madvise",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT));
    Optional<MethodHandle> pageSize =
        function("getpagesize", FunctionDescriptor.of(ValueLayout.JAVA_INT));
    if (madvise.isEmpty() || pageSize.isEmpty()) {
      return null;
    }
    try {
      return new ResidentPages(madvise.get(), (int) pageSize.get().invokeExact());
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings("restricted") // this module is given native access, or does without
  private static Optional<MethodHandle> function(String name, FunctionDescriptor type) {
    Linker linker = Linker.nativeLinker();
    return linker.defaultLookup().find(name).map(symbol -> linker.downcallHandle(symbol, type));
  }
}
