package org.rav1ebygop.protocol.session;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.message.MessageCodec;
import org.rav1ebygop.protocol.message.ProtocolException;
import org.rav1ebygop.protocol.message.Wire;

/// What both sides of a connection have in common. Not for several threads at once. Times are
/// nanoseconds of any clock that never goes back.
public abstract sealed class Session permits ClientSession, EnquirySession, WorkerSession {
  /// Messages that may wait to be sent, frames and packets not counted.
  private static final int MAX_WAITING = 10_000;

  private final Timings timings;
  private final Deque<Message> control = new ArrayDeque<>();
  private List<Effect> effects = new ArrayList<>();
  private boolean open;
  private long now;
  private long begin;
  private long lastSent;
  private long lastReceived;

  /// What this side is still at: the other side may have spoken meanwhile.
  private @Nullable Deferred busy;

  Session(Timings timings) {
    this.timings = timings;
  }

  /// Takes a message of the other side. After the end it does nothing.
  ///
  /// @return what is still to be done for it, and then to be given to [#complete]; or null
  public final @Nullable Deferred receive(ByteBuffer bytes, long time) {
    now = time;
    if (!open) {
      return null;
    }
    lastReceived = time;
    try {
      switch (MessageCodec.decode(bytes, messageLimit())) {
        case Message.Goodbye(EndReason reason, String text) -> finish(reason, text);
        case Message.Ping _ when proven() -> {}
        case Message message -> handle(message);
      }
    } catch (ProtocolException e) {
      end(e.reason(), e.getMessage());
    }
    return busy;
  }

  /// Takes the result of what was deferred, in any case: also when the connection has ended
  /// meanwhile, or another one has begun.
  public final void complete(Deferred deferred, long time) {
    now = time;
    if (deferred.equals(busy)) {
      busy = null;
      lastReceived = time;
    }
    try {
      deferred.commit();
    } catch (ProtocolException e) {
      end(e.reason(), e.getMessage());
    }
  }

  /// Tells the time, at least every second.
  public void tick(long time) {
    now = time;
    if (!open) {
      return;
    }
    if (inHandshake() && time - begin > timings.handshake().toNanos()) {
      end(
          EndReason.TIMEOUT,
          String.format(Locale.ROOT, "no handshake within %d s", timings.handshake().toSeconds()));
    } else if (proven() && busy == null && time - lastReceived > timings.silence().toNanos()) {
      end(
          EndReason.TIMEOUT,
          String.format(Locale.ROOT, "nothing heard for %d s", timings.silence().toSeconds()));
    } else if (proven() && control.isEmpty() && time - lastSent > timings.ping().toNanos()) {
      send(new Message.Ping());
    }
  }

  /// Ends the connection and says why.
  public final void end(EndReason reason, String text) {
    if (open) {
      send(new Message.Goodbye(reason, text));
      finish(reason, text);
    }
  }

  /// The connection is gone.
  public final void lost(String text, long time) {
    now = time;
    if (open) {
      finish(EndReason.LOST, text);
    }
  }

  /// The message to send next, or null when there is none. A message without data goes before
  /// frames and packets, so that it does not wait for a slow link; what it holds is valid until the
  /// next call of any method.
  public final @Nullable Message next(long time) {
    Message message = control.poll();
    if (message == null && open) {
      message = bulk();
    }
    if (message != null) {
      lastSent = time;
    }
    return message;
  }

  /// The same as [#next], with data that are valid until the message is encoded.
  public final @Nullable Outgoing outgoing(long time) {
    Message message = next(time);
    return message == null
        ? null
        : new Outgoing(message, message instanceof Message.Frame ? lend() : () -> {});
  }

  /// What is to be done since the last call.
  public final List<Effect> drain() {
    if (effects.isEmpty()) {
      return List.of();
    }
    List<Effect> drained = effects;
    effects = new ArrayList<>();
    return drained;
  }

  /// The longest message that may come now.
  public final int messageLimit() {
    return proven() ? Wire.MAX_MESSAGE : Wire.MAX_HANDSHAKE;
  }

  /// Whether there is a connection.
  public final boolean isOpen() {
    return open;
  }

  abstract void handle(Message message) throws ProtocolException;

  /// Whether the other side has proven that it knows the password.
  abstract boolean proven();

  /// Whether what is due now must come within the time of the handshake.
  abstract boolean inHandshake();

  abstract void ended(EndReason reason, String text);

  /// Keeps the frame of the last message until the action is run.
  Runnable lend() {
    return () -> {};
  }

  /// The next piece of what leases have to send, or null.
  abstract @Nullable Message bulk();

  final void begin(long time) {
    now = time;
    control.clear();
    busy = null;
    open = true;
    begin = time;
    lastSent = time;
    lastReceived = time;
  }

  final void send(Message message) {
    if (control.size() < MAX_WAITING) {
      control.add(message);
    } else if (open) {
      finish(EndReason.LIMIT, "the other side does not read what it is told");
    }
  }

  /// What the message that is being handled still asks for.
  final void defer(@Nullable Deferred deferred) {
    busy = deferred;
  }

  final void effect(Effect effect) {
    effects.add(effect);
  }

  final long now() {
    return now;
  }

  final Timings timings() {
    return timings;
  }

  static ProtocolException illegal(String text) {
    return new ProtocolException(EndReason.ILLEGAL, text);
  }

  static ProtocolException notNow(Message message) {
    return illegal(message.getClass().getSimpleName() + " must not be said now");
  }

  private void finish(EndReason reason, String text) {
    open = false;
    effects.add(new Effect.End(reason, text));
    if (reason == EndReason.LOST) {
      control.clear();
    }
    ended(reason, text);
  }
}
