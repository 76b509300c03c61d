package org.rav1ebygop.image;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.EncoderBackend;
import org.rav1ebygop.encoder.rav1e.Rav1eBackendProvider;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.message.Wire;

/// One connection of a worker that knows the password, says what a test wants it to say, and
/// encodes nothing.
final class FalseWorker {
  private static final Map<Message.Terms, EncoderIdentity> IDENTITIES = new ConcurrentHashMap<>();
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String password;
  private final int slots;
  private final Consumer<Message> say;
  private final Consumer<Message> rest;
  private final Message.Challenge challenge =
      new Message.Challenge(
          Wire.MIN_VERSION,
          Wire.MAX_VERSION,
          Wire.MAX_VERSION,
          nonce(),
          Bytes.of(new byte[Wire.SALT]));
  private Message.@Nullable Hello hello;

  /// @param say sends a message to the client
  /// @param rest is given what the client says once it has its job
  FalseWorker(String password, int slots, Consumer<Message> say, Consumer<Message> rest) {
    this.password = password;
    this.slots = slots;
    this.say = say;
    this.rest = rest;
  }

  /// The client says something.
  void hear(Message message) {
    switch (message) {
      case Message.Hello first -> {
        // The carrier may use its bytes again.
        Bytes nonce = Bytes.of(first.nonce().array());
        hello = new Message.Hello(first.minVersion(), first.maxVersion(), nonce);
        say.accept(challenge);
      }
      case Message.Proof _ when hello != null -> {
        Bytes mac = PasswordProof.of("worker", hello, challenge, password);
        say.accept(new Message.Welcome(mac, "false 1.0.0", slots, List.of("rav1e")));
      }
      case Message.Job job -> {
        say.accept(new Message.Ready(identity(job.terms()), List.of(), 2, List.of()));
        rest.accept(job);
      }
      case Message.Ping ping -> say.accept(ping);
      case Message other -> rest.accept(other);
    }
  }

  /// That of the encoder of this machine.
  private static EncoderIdentity identity(Message.Terms terms) {
    return IDENTITIES.computeIfAbsent(
        terms,
        _ -> {
          var path = Options.NONE.with("path", Tools.rav1e(Image.built()));
          try (EncoderBackend backend =
              new Rav1eBackendProvider().open(terms.format(), terms.settings().with(path))) {
            return backend.identity();
          }
        });
  }

  private static Bytes nonce() {
    byte[] bytes = new byte[Wire.NONCE];
    ByteBuffer.wrap(bytes).putLong(COUNT.incrementAndGet());
    return Bytes.of(bytes);
  }
}
