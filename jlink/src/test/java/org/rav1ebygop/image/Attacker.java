package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.fail;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.ChromaPosition;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.ColorDescription;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.Rational;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.message.MessageCodec;
import org.rav1ebygop.protocol.message.ProtocolException;
import org.rav1ebygop.protocol.message.Wire;
import org.rav1ebygop.testkit.Patience;

/// A client that says what a test wants it to say, over a WebSocket of its own. It makes its proofs
/// as docs/protocol.md has them.
final class Attacker implements WebSocket.Listener, AutoCloseable {
  private static final int ITERATIONS = 600_000;
  private static final Map<String, byte[]> KEYS = new ConcurrentHashMap<>();
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
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part :
          List.of(MessageCodec.encode(hello), MessageCodec.encode(challenge), new byte[0])) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).flip());
        digest.update(part);
      }
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key(password, challenge.salt().array()), "HmacSHA256"));
      mac.update("rav1e-by-gop client".getBytes(StandardCharsets.US_ASCII));
      say(new Message.Proof(Bytes.of(mac.doFinal(digest.digest()))));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /// Proves that it knows the password of [RunningWorker], and says a job.
  void job(int width, int height) throws InterruptedException {
    prove(challenge(), RunningWorker.PASSWORD);
    var _ = await(Message.Welcome.class);
    var format =
        new VideoFormat(
            new FrameLayout(width, height, ChromaSampling.CS420, 8),
            new Rational(25, 1),
            Rational.ONE,
            ChromaPosition.UNKNOWN,
            ColorDescription.UNSPECIFIED);
    var settings = new EncoderSettings(10, 100, null, 1, Options.NONE);
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

  void say(Message message) {
    socket.sendBinary(ByteBuffer.wrap(MessageCodec.encode(message)), true).join();
  }

  /// Waits for a message of that kind and drops what comes before it.
  <M extends Message> M await(Class<M> kind) throws InterruptedException {
    while (true) {
      Message message = heard.poll(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
      if (kind.isInstance(message)) {
        return kind.cast(message);
      }
      if (message == null || message instanceof Message.Goodbye) {
        return fail("no %s, but %s".formatted(kind.getSimpleName(), message));
      }
    }
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
        heard.add(MessageCodec.decode(ByteBuffer.wrap(message), Wire.MAX_MESSAGE));
      } catch (ProtocolException e) {
        throw new AssertionError(e);
      }
    }
    from.request(1);
    return null;
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

  private static byte[] key(String password, byte[] salt) {
    return KEYS.computeIfAbsent(
        password + HexFormat.of().formatHex(salt),
        _ -> {
          try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, 256))
                .getEncoded();
          } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
          }
        });
  }

  private static Bytes unique(int size) {
    byte[] bytes = new byte[size];
    ByteBuffer.wrap(bytes).putLong(COUNT.incrementAndGet());
    return Bytes.of(bytes);
  }
}
