package org.rav1ebygop.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.protocol.Carrier;
import org.rav1ebygop.websocket.ConnectionLimits;
import org.rav1ebygop.websocket.WebSocketConnector;
import org.rav1ebygop.websocket.WebSocketServer;

/// A frame in messages over a WebSocket on loopback, beside the same bytes over a bare TCP
/// connection. Either receiver reads and forgets; senders wait for it.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LoopbackBench {
  private static final int COUNT = 16;
  private static final Duration IDLE = Duration.ofMinutes(5);

  private List<Frame> frames = List.of();
  private ServerSocketChannel listener;
  private SocketChannel bare;
  private WebSocketServer server;
  private WebSocketConnector connector;
  private Carrier carrier;
  private int next;

  /// Takes all and forgets it.
  private static final class Sink implements Carrier.Receiver {
    private long bytes;

    @Override
    public void received(ByteBuffer message) {
      bytes += message.remaining();
      message.position(message.limit());
    }

    @Override
    public int limit() {
      return Carrier.MAX_MESSAGE;
    }

    @Override
    public void closed(String reason) {
      bytes = 0;
    }
  }

  @Setup
  public void connect() throws Exception {
    frames = Frames.make(COUNT);
    listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    bare = SocketChannel.open(listener.getLocalAddress());
    SocketChannel accepted = listener.accept();
    Thread.ofPlatform().daemon().start(() -> drain(accepted));

    BlockingQueue<Carrier> carriers = new LinkedBlockingQueue<>();
    server =
        new WebSocketServer(
            new WebSocketServer.Settings("127.0.0.1", 0, null, IDLE, ConnectionLimits.STANDARD),
            carriers::add,
            () -> new WebSocketServer.Health(true, "{}"));
    server.start();
    connector =
        new WebSocketConnector(
            new WebSocketConnector.Target("127.0.0.1", server.port(), null, IDLE));
    carrier = connector.connect();
    carriers.take().start(new Sink());
    carrier.start(new Sink());
  }

  @TearDown
  public void close() throws IOException {
    bare.close();
    listener.close();
    connector.close();
    server.close();
  }

  @Benchmark
  public void limitBareSocket() throws IOException {
    ByteBuffer frame = frame();
    while (frame.hasRemaining()) {
      bare.write(frame);
    }
  }

  @Benchmark
  public void webSocket() throws IOException, InterruptedException {
    ByteBuffer frame = frame();
    for (int at = 0; at < frame.capacity(); at += Carrier.MAX_MESSAGE) {
      carrier.send(frame.slice(at, Math.min(Carrier.MAX_MESSAGE, frame.capacity() - at)));
    }
  }

  private ByteBuffer frame() {
    next = (next + 1) % COUNT;
    return frames.get(next).data().asByteBuffer();
  }

  private static void drain(SocketChannel channel) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(Carrier.MAX_MESSAGE);
    try (channel) {
      while (channel.read(buffer.clear()) >= 0) {
        // until the end
      }
    } catch (IOException _) {
      // the benchmark is over
    }
  }
}
