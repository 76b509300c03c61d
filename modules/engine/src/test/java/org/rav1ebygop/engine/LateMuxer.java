package org.rav1ebygop.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.spi.MuxRequest;
import org.rav1ebygop.api.spi.MuxedPackets;
import org.rav1ebygop.api.spi.Muxer;
import org.rav1ebygop.api.spi.MuxerProvider;
import org.rav1ebygop.av1.IvfReader;

/// A muxer that wants all packets at once, and reads back itself.
///
/// @param opening run when it is opened
/// @param damage done to packets that are read back
record LateMuxer(Runnable opening, IvfTestMuxer.Damage damage) implements MuxerProvider {
  @Override
  public String id() {
    return "late";
  }

  @Override
  public String description() {
    return "IVF, late";
  }

  @Override
  public Set<String> extensions() {
    return Set.of("late");
  }

  @Override
  public boolean streams() {
    return false;
  }

  @Override
  public Muxer open(MuxRequest request) {
    opening.run();
    return new IvfTestMuxer().open(request);
  }

  @Override
  public MuxedPackets readBack(MuxRequest request) {
    try {
      var in = new IvfReader(FileChannel.open(Objects.requireNonNull(request.file())));
      return new MuxedPackets() {
        @Override
        public @Nullable Packet next() {
          try {
            Packet packet = in.next();
            return packet == null ? null : damage.apply(packet);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }

        @Override
        public void close() {
          try {
            in.close();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
