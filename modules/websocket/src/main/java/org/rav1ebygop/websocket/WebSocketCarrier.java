package org.rav1ebygop.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.background.BackgroundTasks;
import org.rav1ebygop.protocol.Carrier;

/// A carrier over a WebSocket: a message is a binary message. Public because Jetty calls it.
public final class WebSocketCarrier implements Carrier, Session.Listener {
  /// How long the other side may take to answer the end of the connection.
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  /// The longest reason: a frame of control has 125 bytes, 2 of them for a code (RFC 6455, 5.5).
  private static final int MAX_REASON = 123;

  private static final BackgroundTasks TASKS = new BackgroundTasks();

  private final String peer;
  private final Consumer<Carrier> whenOpen;
  private volatile byte[] binding = {};
  private final CompletableFuture<Session> opened = new CompletableFuture<>();
  private final AtomicReference<@Nullable String> ended = new AtomicReference<>();
  private final CompletableFuture<IOException> broken = new CompletableFuture<>();

  @GuardedBy("this")
  private @Nullable Inbox inbox;

  @GuardedBy("this")
  private boolean sending;

  @GuardedBy("this")
  private boolean closing;

  /// @param peer address of the other side
  /// @param whenOpen is given this when the connection is open
  WebSocketCarrier(String peer, Consumer<Carrier> whenOpen) {
    this.peer = peer;
    this.whenOpen = whenOpen;
  }

  /// The channel is that of the worker with this certificate.
  void bind(Fingerprint certificate) {
    binding = certificate.bytes();
  }

  @Override
  public void start(Receiver receiver) {
    var mine = new Inbox(receiver);
    synchronized (this) {
      inbox = mine;
    }
    String reason = ended.get();
    if (reason != null) {
      mine.close(reason);
    }
    session().demand();
  }

  @Override
  public void send(ByteBuffer message) throws IOException, InterruptedException {
    var sent = new CompletableFuture<Void>();
    synchronized (this) {
      requireOpen();
      sending = true;
    }
    try {
      session()
          .sendBinary(
              message, Callback.from(() -> sent.complete(null), sent::completeExceptionally));
      CompletableFuture.anyOf(sent, broken).get();
      requireOpen();
    } catch (ExecutionException e) {
      throw new IOException(Failures.line(e), e);
    } catch (InterruptedException e) {
      // The message has gone out in part, and its bytes must not be read any more.
      disconnect("interrupted while a message was sent");
      throw e;
    } finally {
      synchronized (this) {
        sending = false;
      }
    }
  }

  @Override
  public void close(String reason) {
    boolean inTheMiddle;
    boolean unstarted;
    synchronized (this) {
      if (closing) {
        return;
      }
      closing = true;
      inTheMiddle = sending;
      unstarted = inbox == null;
    }
    if (inTheMiddle || !opened.isDone()) {
      disconnect(reason);
      return;
    }
    session().close(StatusCode.NORMAL, shortened(reason), Callback.NOOP);
    if (unstarted) {
      session().demand();
    }
    disconnectSoon(reason);
  }

  @Override
  public String peer() {
    return peer;
  }

  @Override
  public byte[] channelBinding() {
    return binding.clone();
  }

  @Override
  public void onWebSocketOpen(Session session) {
    opened.complete(session);
    whenOpen.accept(this);
  }

  @Override
  public void onWebSocketPartialBinary(ByteBuffer payload, boolean last, Callback callback) {
    Inbox mine = inboxOrNull();
    boolean taken = mine == null || mine.add(payload, last);
    callback.succeed();
    if (!taken) {
      refuse(StatusCode.MESSAGE_TOO_LARGE, "a message is longer than may come now");
    }
    session().demand();
  }

  @Override
  public void onWebSocketPartialText(String payload, boolean last) {
    refuse(StatusCode.BAD_DATA, "a text came, where messages are binary");
    session().demand();
  }

  @Override
  public void onWebSocketError(Throwable cause) {
    end(Failures.line(cause));
  }

  @Override
  public void onWebSocketClose(int code, @Nullable String reason, Callback callback) {
    callback.succeed();
    end(reason == null || reason.isEmpty() ? "the other side closed the connection" : reason);
  }

  private Session session() {
    return opened.resultNow();
  }

  /// None while nobody has started, and when what comes does not matter any more.
  private synchronized @Nullable Inbox inboxOrNull() {
    return closing ? null : inbox;
  }

  private synchronized void requireOpen() throws IOException {
    String reason = ended.get();
    if (reason != null || closing) {
      throw new IOException(reason == null ? "the connection is closed" : reason);
    }
  }

  /// Ends the connection for something the other side did.
  private void refuse(int code, String reason) {
    synchronized (this) {
      if (closing) {
        return;
      }
      closing = true;
    }
    session().close(code, reason, Callback.NOOP);
    end(reason);
    disconnectSoon(reason);
  }

  private void disconnectSoon(String reason) {
    TASKS.startVirtual(
        "farewell to " + peer,
        () -> {
          Thread.sleep(FAREWELL);
          disconnect(reason);
        });
  }

  private void disconnect(String reason) {
    end(reason);
    var _ = opened.thenAccept(Session::disconnect);
  }

  /// The connection is gone: tells whoever sends or receives, without waiting for them.
  private void end(String reason) {
    if (ended.compareAndSet(null, reason)) {
      broken.completeExceptionally(new IOException(reason));
      Inbox mine;
      synchronized (this) {
        mine = inbox;
      }
      if (mine != null) {
        TASKS.startVirtual("end of " + peer, () -> mine.close(reason));
      }
    }
  }

  private static String shortened(String reason) {
    String text = reason;
    while (text.getBytes(UTF_8).length > MAX_REASON) {
      text = text.substring(0, text.length() - 1);
    }
    return text;
  }
}
