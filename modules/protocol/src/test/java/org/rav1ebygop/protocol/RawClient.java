package org.rav1ebygop.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.message.MessageCodec;
import org.rav1ebygop.protocol.message.ProtocolException;
import org.rav1ebygop.protocol.message.Wire;
import org.rav1ebygop.protocol.session.Handshake;
import org.rav1ebygop.protocol.session.PasswordKey;
import org.rav1ebygop.testkit.Patience;
import org.rav1ebygop.testkit.RecordedEncoder;

/// A client that says what a test wants it to say, and nothing else.
final class RawClient implements Carrier.Receiver {
  private static final Map<String, PasswordKey> KEYS = new ConcurrentHashMap<>();
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Carrier carrier;
  private final BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
  private final Message.Hello hello;

  private RawClient(Carrier carrier) {
    this.carrier = carrier;
    this.hello = new Message.Hello(Wire.MIN_VERSION, Wire.MAX_VERSION, unique(Wire.NONCE));
  }

  /// Connects to a worker from some address, and says hello.
  static RawClient connect(WorkerService worker, String address)
      throws IOException, InterruptedException {
    MemoryCarrier.Pair pair = MemoryCarrier.pair(address, new byte[0], new byte[0]);
    worker.accept(pair.worker());
    var client = new RawClient(pair.client());
    client.carrier.start(client);
    client.say(client.hello);
    return client;
  }

  /// One that has proven the password of [TestWorker].
  static RawClient proven(WorkerService worker, String address)
      throws IOException, InterruptedException {
    RawClient client = connect(worker, address);
    client.prove(TestWorker.PASSWORD);
    var _ = client.await(Message.Welcome.class);
    return client;
  }

  /// Answers the challenge as if that were the password.
  void prove(String password) throws IOException, InterruptedException {
    prove(await(Message.Challenge.class), password);
  }

  /// Answers a challenge as if that were the password.
  void prove(Message.Challenge challenge, String password)
      throws IOException, InterruptedException {
    PasswordKey key =
        KEYS.computeIfAbsent(
            password + HexFormat.of().formatHex(challenge.salt().array()),
            _ -> PasswordKey.derive(password, challenge.salt()));
    say(Handshake.proof(key, hello, challenge));
  }

  /// Says its job, which the recorded encoder can do.
  void job(int slots, int packetWindow) throws IOException, InterruptedException {
    say(
        new Message.Job(
            unique(Wire.JOB_ID),
            "raw client",
            new Message.Terms(
                RecordedEncoder.IDENTITY.backend(),
                RecordedEncoder.FORMAT,
                RecordedEncoder.SETTINGS),
            slots,
            List.of(),
            packetWindow,
            0,
            List.of()));
  }

  void say(Message message) throws IOException, InterruptedException {
    carrier.send(ByteBuffer.wrap(MessageCodec.encode(message)));
  }

  /// Waits for a message of that kind and drops what comes before it.
  <M extends Message> M await(Class<M> kind) throws InterruptedException {
    while (true) {
      Message message = heard.poll(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
      if (kind.isInstance(message)) {
        return kind.cast(message);
      }
      if (message == null || message instanceof Message.Goodbye) {
        throw new AssertionError(
            String.format(Locale.ROOT, "no %s, but %s", kind.getSimpleName(), message));
      }
    }
  }

  /// Waits for the answer to its job.
  ///
  /// @return false when it is told to come back later
  boolean awaitReady() throws InterruptedException {
    Message message = await(Message.class);
    while (!(message instanceof Message.Ready || message instanceof Message.Goodbye)) {
      message = await(Message.class);
    }
    return message instanceof Message.Ready;
  }

  /// Waits for the end.
  EndReason awaitEnd() throws InterruptedException {
    return await(Message.Goodbye.class).reason();
  }

  /// What was heard and not awaited so far.
  List<Message> heard() {
    return List.copyOf(heard);
  }

  void close() {
    carrier.close("");
  }

  @Override
  public void received(ByteBuffer message) {
    byte[] copy = new byte[message.remaining()];
    message.get(copy);
    try {
      heard.add(MessageCodec.decode(ByteBuffer.wrap(copy), Wire.MAX_MESSAGE));
    } catch (ProtocolException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public int limit() {
    return Wire.MAX_MESSAGE;
  }

  @Override
  public void closed(String reason) {
    heard.add(new Message.Goodbye(EndReason.LOST, reason));
  }

  private static Bytes unique(int size) {
    byte[] bytes = new byte[size];
    ByteBuffer.wrap(bytes).putInt(COUNT.incrementAndGet());
    return Bytes.of(bytes);
  }
}
