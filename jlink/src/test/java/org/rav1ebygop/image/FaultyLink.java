package org.rav1ebygop.image;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/// A bad network between a client and a worker: a port that passes on to another one, in a way of
/// its own for each connection.
final class FaultyLink implements AutoCloseable {
  private static final int PIECE = 16 << 10;

  /// Bytes: what this machine would let wait for a slow reader is far more than what waits in a
  /// network.
  private static final int ON_THE_WAY = 64 << 10;

  private final ServerSocket listener;
  private final int target;
  private final IntFunction<Fault> faults;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();

  /// What happens to a connection.
  sealed interface Fault {
    /// Nothing.
    record None() implements Fault {}

    /// It is reset after so many bytes to the worker, or from it; -1 for never.
    record Cut(long up, long down) implements Fault {}

    /// After so many bytes from the worker nothing more comes from there, and nobody is told.
    record Hole(long down) implements Fault {}

    /// Everything is under way for so long, and no more than so many bytes a second go either way.
    record Slow(long delayMillis, long bytesPerSecond) implements Fault {}

    /// Something is done before more than so many bytes go to the worker, or come from it; -1 for
    /// never.
    record Then(long up, long down, Runnable action) implements Fault {}
  }

  /// @param target port of this machine
  /// @param faults of each connection, by its number from 0
  FaultyLink(int target, IntFunction<Fault> faults) throws IOException {
    this.target = target;
    this.faults = faults;
    this.listener = new ServerSocket();
    listener.setReceiveBufferSize(ON_THE_WAY);
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Thread.ofPlatform().daemon().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /// How many there were so far.
  int connections() {
    return connections.get();
  }

  /// Resets all connections there are.
  ///
  /// @return how many
  int cut() {
    List<Socket> now = open.stream().filter(socket -> !socket.isClosed()).toList();
    now.forEach(FaultyLink::reset);
    now.forEach(open::remove);
    return (now.size() + 1) / 2;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Fault fault = faults.apply(connections.getAndIncrement());
        connect(client, fault);
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void connect(Socket client, Fault fault) {
    try {
      Socket worker = new Socket();
      worker.setReceiveBufferSize(ON_THE_WAY);
      worker.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
      open.add(client);
      open.add(worker);
      start(client, worker, fault, true);
      start(worker, client, fault, false);
    } catch (IOException _) {
      reset(client); // the worker is gone
    }
  }

  private void start(Socket from, Socket to, Fault fault, boolean up) {
    Thread.ofPlatform().daemon().start(() -> pass(from, to, fault, up));
  }

  private void pass(Socket from, Socket to, Fault fault, boolean up) {
    try {
      if (passAll(from, to, fault, up)) {
        end(from, to);
        return;
      }
    } catch (IOException _) {
      // the other direction has ended
    }
    reset(from);
    reset(to);
    forget(from, to);
  }

  /// @return whether the sender ended it
  private static boolean passAll(Socket from, Socket to, Fault fault, boolean up)
      throws IOException {
    byte[] piece = new byte[PIECE];
    long passed = 0;
    try (var out = new Delayed(to, fault instanceof Fault.Slow slow ? slow.delayMillis() : 0)) {
      InputStream in = from.getInputStream();
      for (int read = in.read(piece); read > 0; read = in.read(piece)) {
        if (passes(fault, up, passed, read)) {
          out.write(Arrays.copyOf(piece, read));
        } else if (fault instanceof Fault.Cut) {
          return false;
        }
        passed += read;
      }
      return true;
    }
  }

  /// What was sent before arrives, and the other direction goes on.
  private synchronized void end(Socket from, Socket to) throws IOException {
    to.shutdownOutput();
    if (from.isOutputShutdown()) {
      from.close();
      to.close();
      forget(from, to);
    }
  }

  private void forget(Socket one, Socket other) {
    open.remove(one);
    open.remove(other);
  }

  private static boolean passes(Fault fault, boolean up, long passed, int read) {
    return switch (fault) {
      case Fault.None _ -> true;
      case Fault.Cut(long most, long down) -> {
        long limit = up ? most : down;
        yield limit < 0 || passed + read <= limit;
      }
      case Fault.Hole(long down) -> up || passed + read <= down;
      case Fault.Slow(long _, long bytesPerSecond) -> {
        LockSupport.parkNanos(read * 1_000_000_000L / bytesPerSecond);
        yield true;
      }
      case Fault.Then(long most, long down, Runnable action) -> {
        long limit = up ? most : down;
        if (limit >= 0 && passed <= limit && passed + read > limit) {
          action.run();
        }
        yield true;
      }
    };
  }

  /// The other side notices at once, whatever is still under way.
  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException _) {
      // closed before
    }
  }

  /// A socket that what is written reaches later.
  private static final class Delayed implements AutoCloseable {
    /// Pieces: more than a far network holds.
    private static final int MOST_UNDER_WAY = 64;

    private final BlockingQueue<Due> queue = new LinkedBlockingQueue<>(MOST_UNDER_WAY);
    private final Socket to;
    private final long nanos;
    private final Thread writer;

    /// What is under way; nothing at the end.
    private record Due(long at, ByteBuffer bytes) {}

    Delayed(Socket to, long millis) {
      this.to = to;
      this.nanos = millis * 1_000_000;
      this.writer = Thread.ofPlatform().daemon().start(this::deliver);
    }

    void write(byte[] bytes) throws IOException {
      if (!writer.isAlive()) {
        throw new IOException("nobody takes it");
      }
      put(new Due(System.nanoTime() + nanos, ByteBuffer.wrap(bytes)));
    }

    private void deliver() {
      try {
        WritableByteChannel out = Channels.newChannel(to.getOutputStream());
        for (Due next = queue.take(); next.bytes.hasRemaining(); next = queue.take()) {
          for (long left = next.at - System.nanoTime();
              left > 0;
              left = next.at - System.nanoTime()) {
            LockSupport.parkNanos(left);
          }
          out.write(next.bytes);
        }
      } catch (IOException | InterruptedException _) {
        // the other direction has ended
      }
    }

    @Override
    public void close() {
      put(new Due(0, ByteBuffer.allocate(0)));
      try {
        writer.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }

    /// Waits for room, unless nobody takes anything out any more.
    private void put(Due due) {
      try {
        while (!queue.offer(due, 100, TimeUnit.MILLISECONDS) && writer.isAlive()) {
          // full
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
