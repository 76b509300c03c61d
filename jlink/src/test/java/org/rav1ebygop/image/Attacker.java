package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.fail;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.message.MessageCodec;
import org.rav1ebygop.protocol.message.ProtocolException;
import org.rav1ebygop.protocol.message.Wire;
import org.rav1ebygop.testkit.Patience;
import org.rav1ebygop.testkit.SyntheticFilm;

/// A client that says what a test wants it to say, over a WebSocket of its own.
final class Attacker implements WebSocket.Listener, AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
  private final Message.Hello hello =
      new Message.Hello(Wire.MIN_VERSION, Wire.MAX_VERSION, unique(Wire.NONCE));
  private final WebSocket socket;
  private ByteBuffer parts = ByteBuffer.allocate(Wire.MAX_MESSAGE);

  /// Connects to a worker, and says hello.
  Attacker(HttpClient http, int port) {
    URI uri = URI.create("ws://127.0.0.1:" + port + "/v1");
    this.socket = http.newWebSocketBuilder().buildAsync(uri, this).join();
    say(hello);
  }

  /// Waits for the challenge.
  Message.Challenge challenge() throws InterruptedException {
    return await(Message.Challenge.class);
  }

  /// Proves that it knows a password, right or wrong.
  void prove(Message.Challenge challenge, String password) {
    say(new Message.Proof(PasswordProof.of("client", hello, challenge, password)));
  }

  /// Proves that it knows the password of [RunningWorker], and says a job.
  void job(int width, int height) throws InterruptedException {
    job(width, height, 100);
  }

  /// The same.
  ///
  /// @param quantizer the lower, the longer are packets
  void job(int width, int height, int quantizer) throws InterruptedException {
    prove(challenge(), RunningWorker.PASSWORD);
    var _ = await(Message.Welcome.class);
    var format = SyntheticFilm.format(new FrameLayout(width, height, ChromaSampling.CS420, 8));
    var settings = new EncoderSettings(10, quantizer, null, 1, Options.NONE);
    say(
        new Message.Job(
            unique(Wire.JOB_ID),
            "attacker",
            new Message.Terms("rav1e", format, settings),
            8,
            List.of(),
            Integer.MAX_VALUE,
            0,
            List.of()));
  }

  /// Opens a lease without an end, and gives it a frame.
  void begin(int lease, byte[] frame) {
    say(new Message.Lease(lease, lease, 1, lease, -1));
    frame(lease, 0, frame);
  }

  /// Says a frame, raw and in pieces.
  ///
  /// @param index in its GOP
  void frame(int lease, int index, byte[] frame) {
    var checksum = new CRC32C();
    checksum.update(frame);
    for (int offset = 0; offset < frame.length; offset += Wire.MAX_PART) {
      int end = Math.min(frame.length, offset + Wire.MAX_PART);
      Bytes piece = Bytes.of(Arrays.copyOfRange(frame, offset, end));
      var part = new Message.Part(lease, index, frame.length, offset, piece);
      say(new Message.Frame(part, 0, (int) checksum.getValue()));
    }
  }

  synchronized void say(Message message) {
    socket.sendBinary(ByteBuffer.wrap(MessageCodec.encode(message)), true).join();
  }

  /// Waits for a message of that kind and drops what comes before it.
  <M extends Message> M await(Class<M> kind) throws InterruptedException {
    while (true) {
      Message message = next();
      if (kind.isInstance(message)) {
        return kind.cast(message);
      }
      if (message instanceof Message.Goodbye) {
        return fail("no %s, but %s".formatted(kind.getSimpleName(), message));
      }
    }
  }

  /// Waits for the next message.
  Message next() throws InterruptedException {
    Message message = heard.poll(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
    return message == null ? fail("nothing more was heard") : message;
  }

  /// Whether such a message has come and was not awaited.
  boolean hasHeard(Class<? extends Message> kind) {
    return heard.stream().anyMatch(kind::isInstance);
  }

  /// Waits for the end.
  EndReason end() throws InterruptedException {
    return await(Message.Goodbye.class).reason();
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    parts.put(data);
    if (last) {
      byte[] message = new byte[parts.flip().remaining()];
      parts.get(message);
      parts = ByteBuffer.allocate(Wire.MAX_MESSAGE);
      try {
        hear(MessageCodec.decode(ByteBuffer.wrap(message), Wire.MAX_MESSAGE));
      } catch (ProtocolException e) {
        throw new AssertionError(e);
      }
    }
    from.request(1);
    return null;
  }

  /// A client that said nothing would be taken for lost.
  private void hear(Message message) {
    if (message instanceof Message.Ping) {
      say(message);
    } else {
      heard.add(message);
    }
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    heard.add(new Message.Goodbye(EndReason.LOST, reason));
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    heard.add(new Message.Goodbye(EndReason.LOST, String.valueOf(error)));
  }

  @Override
  public void close() {
    socket.abort();
  }

  private static Bytes unique(int size) {
    byte[] bytes = new byte[size];
    ByteBuffer.wrap(bytes).putLong(COUNT.incrementAndGet());
    return Bytes.of(bytes);
  }
}
