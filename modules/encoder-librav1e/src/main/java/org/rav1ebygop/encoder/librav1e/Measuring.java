package org.rav1ebygop.encoder.librav1e;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.FrameQuality;
import org.rav1ebygop.metrics.PictureComparison;

/// Compares what the library hands back with each packet: the picture that was sent and the one a
/// decoder will show.
final class Measuring {
  private final Librav1e library;
  private final FrameLayout layout;
  private final PictureComparison comparison;
  private final MemorySegment reconstruction;
  private final MemorySegment source;

  /// @param arena for two pictures
  Measuring(Librav1e library, FrameLayout layout, Arena arena) {
    this.library = library;
    this.layout = layout;
    this.comparison = new PictureComparison(layout);
    this.reconstruction = arena.allocate(layout.frameBytes(), Long.BYTES);
    this.source = arena.allocate(layout.frameBytes(), Long.BYTES);
  }

  /// The quality of the frame of a packet.
  FrameQuality of(NativePacket packet) {
    return comparison.compare(
        extract(packet.reconstruction(), reconstruction), extract(packet.source(), source));
  }

  private Frame extract(MemorySegment frame, MemorySegment target) {
    if (frame.equals(MemorySegment.NULL)) {
      throw new IllegalStateException("librav1e gave a packet without its picture");
    }
    var picture = new Frame(0, layout, target);
    library.copyPlanes(Function.FRAME_EXTRACT_PLANE, frame, picture);
    return picture;
  }
}
