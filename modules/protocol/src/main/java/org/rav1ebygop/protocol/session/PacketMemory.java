package org.rav1ebygop.protocol.session;

/// What a worker keeps of packets that clients have not taken, for all of them together. Guarded by
/// the lock of the service.
public final class PacketMemory {
  private static final int LEAST_WINDOW = 1 << 16;

  private final long most;
  private final int slots;
  private long kept;
  private boolean missed;
  private boolean freed;

  /// @param most bytes to keep, or one packet
  /// @param slots of the worker
  public PacketMemory(long most, int slots) {
    this.most = most;
    this.slots = slots;
  }

  /// Bytes that one lease may keep: all slots together have half of the memory, however large the
  /// window is that a client asks for. The rest is for results that wait for their clients.
  int window(int wanted) {
    return (int) Math.min(wanted, Math.max(LEAST_WINDOW, most / 2 / slots));
  }

  /// Whether there is room for a packet.
  boolean hasRoom(long bytes) {
    boolean room = kept == 0 || kept + bytes <= most;
    missed |= !room;
    return room;
  }

  /// Bytes that are kept now.
  public long kept() {
    return kept;
  }

  void keep(long bytes) {
    kept += bytes;
  }

  void release(long bytes) {
    kept -= bytes;
    freed = true;
  }

  /// Whether there is room again where somebody found none, since the last call.
  public boolean hasRoomAgain() {
    boolean again = missed && freed;
    missed &= !again;
    freed = false;
    return again;
  }
}
