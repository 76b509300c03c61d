package org.rav1ebygop.image;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/// A bad network between a client and a worker: a port that passes on to another one, in a way of
/// its own for each connection.
final class FaultyLink implements AutoCloseable {
  private static final int PIECE = 16 << 10;

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
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /// How many there were so far.
  int connections() {
    return connections.get();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    open.forEach(FaultyLink::reset);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket worker = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(client);
        open.add(worker);
        Fault fault = faults.apply(connections.getAndIncrement());
        start(client, worker, fault, true);
        start(worker, client, fault, false);
      }
    } catch (IOException _) {
      // closed, or the worker is gone
    }
  }

  private void start(Socket from, Socket to, Fault fault, boolean up) {
    Thread.ofPlatform().daemon().start(() -> pass(from, to, fault, up));
  }

  private void pass(Socket from, Socket to, Fault fault, boolean up) {
    byte[] piece = new byte[PIECE];
    long passed = 0;
    try (Closeable _ = () -> reset(from);
        var out = new Delayed(to, fault instanceof Fault.Slow slow ? slow.delayMillis() : 0)) {
      InputStream in = from.getInputStream();
      for (int read = in.read(piece); read > 0; read = in.read(piece)) {
        if (passes(fault, up, passed, read)) {
          out.write(Arrays.copyOf(piece, read));
        } else if (fault instanceof Fault.Cut) {
          break;
        }
        passed += read;
      }
    } catch (IOException _) {
      // the other direction has ended
    }
    reset(to);
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

  /// So that the other side notices at once, whatever is still under way.
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
    private final BlockingQueue<Due> queue = new LinkedBlockingQueue<>();
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
      queue.add(new Due(System.nanoTime() + nanos, ByteBuffer.wrap(bytes)));
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
      queue.add(new Due(0, ByteBuffer.allocate(0)));
      try {
        writer.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
