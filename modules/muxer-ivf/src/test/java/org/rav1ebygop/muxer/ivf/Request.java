package org.rav1ebygop.muxer.ivf;

import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.Input;
import org.rav1ebygop.api.spi.MuxRequest;

/// A request without a source, which these muxers do not look at.
record Request(
    VideoFormat format, long frameCount, WritableByteChannel channel, @Nullable Path file)
    implements MuxRequest {
  @Override
  public Input source() {
    throw new AssertionError("the source is not needed");
  }

  @Override
  public Options options() {
    return Options.NONE;
  }
}
