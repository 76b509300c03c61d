package org.rav1ebygop.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One end of a connection inside this process. Few messages are under way at a time, so that both
/// ends know what it is to wait.
final class MemoryCarrier implements Carrier {
  private static final int UNDER_WAY = 4;

  private final LinkedBlockingDeque<byte[]> in;
  private final LinkedBlockingDeque<byte[]> out;
  private final State state;
  private final String peer;
  private final String crowd;
  private final byte[] binding;

  /// What both ends have in common.
  private static final class State {
    private @Nullable String closed;

    synchronized boolean isClosed() {
      return closed != null;
    }

    synchronized void close(String reason) {
      if (closed == null) {
        closed = reason;
      }
    }

    synchronized String reason() {
      return String.valueOf(closed);
    }
  }

  /// Both ends of a connection.
  record Pair(MemoryCarrier client, MemoryCarrier worker) {}

  private MemoryCarrier(
      LinkedBlockingDeque<byte[]> in,
      LinkedBlockingDeque<byte[]> out,
      State state,
      String peer,
      String crowd,
      byte[] binding) {
    this.in = in;
    this.out = out;
    this.state = state;
    this.peer = peer;
    this.crowd = crowd;
    this.binding = binding;
  }

  static Pair pair() {
    return pair("memory", new byte[0], new byte[0]);
  }

  /// @param client address of the client
  /// @param clientBinding what the client knows of the channel
  /// @param workerBinding what the worker knows of the channel
  static Pair pair(String client, byte[] clientBinding, byte[] workerBinding) {
    return pair(client, "", clientBinding, workerBinding);
  }

  /// The worker's end for a client that has chosen its name.
  ///
  /// @param crowd what all have in common who do that
  static MemoryCarrier member(String client, String crowd) {
    return pair(client, crowd, new byte[0], new byte[0]).worker();
  }

  private static Pair pair(
      String client, String crowd, byte[] clientBinding, byte[] workerBinding) {
    var up = new LinkedBlockingDeque<byte[]>(UNDER_WAY);
    var down = new LinkedBlockingDeque<byte[]>(UNDER_WAY);
    var state = new State();
    return new Pair(
        new MemoryCarrier(down, up, state, "worker", "", clientBinding),
        new MemoryCarrier(up, down, state, client, crowd, workerBinding));
  }

  @Override
  public void start(Receiver receiver) {
    Thread.ofVirtual().name("memory carrier of " + peer).start(() -> receive(receiver));
  }

  @Override
  public void send(ByteBuffer message) throws IOException, InterruptedException {
    byte[] copy = new byte[message.remaining()];
    message.get(copy);
    while (!state.isClosed()) {
      if (out.offer(copy, 10, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
    throw new IOException("closed: " + state.reason());
  }

  @Override
  public void close(String reason) {
    state.close(reason);
  }

  @Override
  public String peer() {
    return peer;
  }

  @Override
  public String crowd() {
    return crowd;
  }

  @Override
  public byte[] channelBinding() {
    return binding.clone();
  }

  /// What was sent before the end still arrives.
  private void receive(Receiver receiver) {
    try {
      while (true) {
        boolean last = state.isClosed();
        byte[] message = in.poll(10, TimeUnit.MILLISECONDS);
        if (message != null) {
          receiver.received(ByteBuffer.wrap(message));
        } else if (last) {
          receiver.closed(state.reason());
          return;
        }
      }
    } catch (InterruptedException _) {
      receiver.closed("interrupted");
    }
  }
}
