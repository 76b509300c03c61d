package org.rav1ebygop.api.spi;

import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameQuality;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.ToolUse;

/// The right of one slot to encode one GOP. It may be revoked at any time. The slot ends it all the
/// same, with exactly one call of [#complete] that succeeds or of [#end]; it takes no other lease
/// before, and a slot that does not come back after it was revoked is given up. One thread reads
/// frames while another hands in packets.
///
/// The time between the calls of a lease is the encoder's, that within [#nextFrame], [#packet] and
/// [#complete] is not. An encoder that takes no frame and gives no packet back for too much of its
/// time loses the lease, so a slot asks for a frame when the encoder has read the one before, or
/// has room for one more, and hands in packets as they come.
public interface Lease {
  /// Index of the GOP.
  int gopIndex();

  /// Index in the source of the GOP's first frame.
  long firstFrame();

  /// Frames in the GOP, or -1 while that is not known yet: on a pipe encoding starts before the GOP
  /// has ended.
  int frameCount();

  /// Which attempt at this GOP this is, from 1. Attempts never share a number.
  int attempt();

  /// Waits for the next frame of the GOP. It may be read until the next call, or until the lease
  /// ends. Counts as progress.
  ///
  /// @return null when the GOP has no more frames
  /// @throws GopException of kind ENCODER when the lease was revoked, of another kind when the
  ///   frame cannot be had
  @Nullable Frame nextFrame() throws InterruptedException;

  /// Hands in the next packet, in presentation order. Counts as progress.
  ///
  /// @throws GopException of kind ENCODER when the packet is not a temporal unit that belongs here,
  ///   or the lease was revoked; of kind ENVIRONMENT when it cannot be stored
  void packet(Packet packet);

  /// The quality of the frame of the packet that was handed in last, from an encoder that measures
  /// it. It becomes known with the GOP.
  ///
  /// @throws GopException of kind ENCODER when the lease was revoked
  default void quality(FrameQuality quality) {}

  /// Which coding tools the encoder has used in the whole GOP, if it tells. It becomes known with
  /// the GOP.
  ///
  /// @throws GopException of kind ENCODER when the lease was revoked
  default void tools(ToolUse tools) {}

  /// All packets are handed in. Checks the GOP as a whole and makes it durable before it returns.
  ///
  /// @throws GopException as for [#packet]; the caller then calls [#end]
  void complete(EncoderIdentity identity);

  /// The lease has ended without a result, and so has its encoder. When the job has decided by
  /// itself how it ends, because it revoked the lease or one of the methods above threw, that
  /// counts, and of this only the log: a slot passes such an exception to [LeaseEnd#failed] like
  /// those of its encoder.
  void end(LeaseEnd.BySlot how);

  /// Sets what to do when the lease is revoked: end the encoder. Run at once if that has happened,
  /// else by a thread of its own.
  void onRevoke(Runnable action);
}
