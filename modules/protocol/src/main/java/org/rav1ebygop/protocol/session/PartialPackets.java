package org.rav1ebygop.protocol.session;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.rav1ebygop.protocol.message.Wire;

/// Memory for packets of which some pieces, but not all, have come, for all workers of a client
/// together. When there is not enough, the worker that holds most of it is left. Used by any
/// thread.
public final class PartialPackets {
  private final long most;

  @GuardedBy("this")
  private final Map<Share, Holding> holdings = new HashMap<>();

  @GuardedBy("this")
  private long used;

  /// What a worker holds over one connection.
  private static final class Holding {
    private final IdentityHashMap<Object, Long> packets = new IdentityHashMap<>();
    private long bytes;
  }

  /// @param most bytes in all
  public PartialPackets(long most) {
    this.most = most;
  }

  /// As much as the heap can spare.
  public static PartialPackets inHeap() {
    return new PartialPackets(Runtime.getRuntime().maxMemory() * 3 / 8);
  }

  /// What one worker holds.
  ///
  /// @param leave ends the connection to it; called without a lock
  public Share share(Runnable leave) {
    return new Share(leave);
  }

  /// The worker holds more than all others, and too much.
  static final class TooMuch extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooMuch(long bytes) {
      super(
          String.format(
              Locale.ROOT,
              "packets of %d bytes have come in part, more than any other worker holds",
              bytes));
    }
  }

  /// Counts a packet that begins.
  ///
  /// @param leave is added those who have to leave
  /// @throws TooMuch when this one has to
  private synchronized Holding reserve(Share share, long bytes, List<Share> leave) {
    Holding mine = holdings.computeIfAbsent(share, _ -> new Holding());
    mine.bytes += bytes;
    used += bytes;
    while (used > most) {
      Share worst =
          Collections.max(
                  holdings.entrySet(), Comparator.comparingLong(entry -> entry.getValue().bytes))
              .getKey();
      long held = forget(worst);
      if (worst.equals(share)) {
        throw new TooMuch(held);
      }
      leave.add(worst);
    }
    return mine;
  }

  /// What it holds is not counted any more: it is about to be given back.
  @GuardedBy("this")
  private long forget(Share share) {
    Holding held = holdings.remove(share);
    long bytes = held == null ? 0 : held.bytes;
    used -= bytes;
    return bytes;
  }

  private synchronized void hold(Share share, Holding holding, byte[] packet) {
    if (holding.equals(holdings.get(share))) {
      holding.packets.put(packet, (long) packet.length);
    }
  }

  private synchronized void give(Share share, Object packet) {
    Holding holding = holdings.get(share);
    Long bytes = holding == null ? null : holding.packets.remove(packet);
    if (holding != null && bytes != null) {
      holding.bytes -= bytes;
      used -= bytes;
    }
  }

  /// Bytes that are counted now.
  synchronized long used() {
    return used;
  }

  /// What one worker holds.
  public final class Share implements Parts.Memory {
    private final Runnable leave;

    private Share(Runnable leave) {
      this.leave = leave;
    }

    /// Memory for a packet. One that is a single piece is never there in part.
    @Override
    public MemorySegment take(long size) {
      if (size <= Wire.MAX_PART) {
        return MemorySegment.ofArray(new byte[(int) size]);
      }
      var worst = new ArrayList<Share>();
      Holding mine = reserve(this, size, worst);
      worst.forEach(share -> share.leave.run());
      byte[] packet = new byte[(int) size];
      hold(this, mine, packet);
      return MemorySegment.ofArray(packet);
    }

    /// It is there as a whole, or was forgotten.
    @Override
    public void give(MemorySegment packet) {
      packet.heapBase().ifPresent(array -> PartialPackets.this.give(this, array));
    }
  }
}
