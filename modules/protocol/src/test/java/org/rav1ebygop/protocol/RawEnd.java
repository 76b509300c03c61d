package org.rav1ebygop.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.message.MessageCodec;
import org.rav1ebygop.protocol.message.ProtocolException;
import org.rav1ebygop.protocol.message.Wire;
import org.rav1ebygop.testkit.Patience;

/// An end of a connection that says whatever a test wants, and hears it or not. What answers
/// something is kept until it is awaited; all else goes to the ears.
final class RawEnd implements Carrier.Receiver, AutoCloseable {
  private final Carrier carrier;
  private final Ears ears;
  private final LongAdder said;
  private final BlockingQueue<Message> answers = new LinkedBlockingQueue<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile boolean deaf;

  /// Who hears.
  interface Ears {
    /// A message came. Called by one thread at a time.
    void hear(Message message);
  }

  /// @param carrier not started
  /// @param said counts messages that were sent
  RawEnd(Carrier carrier, Ears ears, LongAdder said) {
    this.carrier = carrier;
    this.ears = ears;
    this.said = said;
  }

  void start() {
    carrier.start(this);
  }

  void say(Message message) throws IOException, InterruptedException {
    say(MessageCodec.encode(message));
  }

  /// Any bytes.
  void say(byte[] message) throws IOException, InterruptedException {
    said.increment();
    carrier.send(ByteBuffer.wrap(message));
  }

  /// Takes nothing more, until this is closed.
  void fallDeaf() {
    deaf = true;
  }

  /// Waits for a message of the handshake.
  ///
  /// @throws IOException when the other side ends the connection instead
  <M extends Message> M await(Class<M> kind) throws IOException, InterruptedException {
    while (true) {
      Message message = answers.poll(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
      if (kind.isInstance(message)) {
        return kind.cast(message);
      }
      if (message instanceof Message.Goodbye(EndReason reason, String text)) {
        throw new IOException(reason + ": " + text);
      }
      if (message == null) {
        throw new AssertionError("no answer: " + kind.getSimpleName());
      }
    }
  }

  @Override
  public void received(ByteBuffer message) {
    if (deaf) {
      awaitClose();
    }
    byte[] copy = new byte[message.remaining()];
    message.get(copy);
    Message heard;
    try {
      heard = MessageCodec.decode(ByteBuffer.wrap(copy), Wire.MAX_MESSAGE);
    } catch (ProtocolException e) {
      throw new AssertionError(e);
    }
    switch (heard) {
      case Message.Hello _,
          Message.Challenge _,
          Message.Proof _,
          Message.Welcome _,
          Message.Job _,
          Message.Ready _ -> {
        answers.add(heard);
        ears.hear(heard);
      }
      case Message.Goodbye _ -> answers.add(heard);
      case Message other -> ears.hear(other);
    }
  }

  @Override
  public int limit() {
    return Wire.MAX_MESSAGE;
  }

  @Override
  public void closed(String reason) {
    answers.add(new Message.Goodbye(EndReason.LOST, reason));
  }

  @Override
  public void close() {
    closing.countDown();
    carrier.close("");
  }

  private void awaitClose() {
    try {
      closing.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
