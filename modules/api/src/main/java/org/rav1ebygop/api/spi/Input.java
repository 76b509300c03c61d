package org.rav1ebygop.api.spi;

import java.lang.foreign.MemorySegment;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What the user named as input: a file, standard input, or a name that only a reader can make
/// sense of.
public interface Input {
  /// Bytes of [#head] at the most.
  int HEAD_BYTES = 4096;

  /// As the user wrote it.
  String name();

  /// The regular file of that name, or null when there is none.
  @Nullable Path file();

  /// The first bytes, up to [#HEAD_BYTES], without consuming them; empty when there are no bytes to
  /// look at.
  MemorySegment head();

  /// All bytes from the first. A pipe can be opened once.
  ///
  /// @throws org.rav1ebygop.api.GopException of kind INPUT when there is nothing to open
  ReadableByteChannel open();
}
