package org.rav1ebygop.input.y4m;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.Input;
import org.rav1ebygop.api.spi.InputReaderProvider;
import org.rav1ebygop.api.spi.VideoSource;
import org.rav1ebygop.y4m.Y4mHeader;
import org.rav1ebygop.y4m.Y4mStream;

/// Opens y4m: regular files seekable and without a copy, everything else as a stream.
public final class Y4mReaderProvider implements InputReaderProvider {
  private static final MemorySegment MAGIC =
      MemorySegment.ofArray((Y4mHeader.MAGIC + " ").getBytes(StandardCharsets.US_ASCII));

  @Override
  public String id() {
    return "y4m";
  }

  @Override
  public String description() {
    return "YUV4MPEG2 files and pipes, 4:2:0, 4:2:2 and 4:4:4 in 8, 10 and 12 bits";
  }

  @Override
  public Match match(Input input) {
    MemorySegment head = input.head();
    boolean mine =
        head.byteSize() >= MAGIC.byteSize()
            && head.asSlice(0, MAGIC.byteSize()).mismatch(MAGIC) < 0;
    return mine ? Match.CERTAIN : Match.NO;
  }

  @Override
  public VideoSource open(Input input, Options options) {
    options.requireKnown("input reader " + id(), options());
    Path file = input.file();
    return file == null
        ? Y4mStream.open(input.name(), input.open())
        : MappedSource.open(input.name(), file);
  }
}
