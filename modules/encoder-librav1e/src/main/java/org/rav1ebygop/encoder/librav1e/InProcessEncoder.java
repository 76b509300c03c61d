package org.rav1ebygop.encoder.librav1e;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.spi.GopEncoder;
import org.rav1ebygop.child.encoder.PacketQueue;

/// Encodes one GOP on a thread of its own in this process.
final class InProcessEncoder implements GopEncoder {
  /// How long [#close] waits for the library to come back from the frame it is encoding. One that
  /// hangs cannot be ended; its thread and its memory are lost then.
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Librav1e library;
  private final Recipe recipe;
  private final Consumer<InProcessEncoder> onClose;
  private final Handover frames = new Handover();
  private final PacketQueue packets = new PacketQueue();
  private final Thread thread;
  private volatile boolean finished;

  /// @param onClose told when this is closed; may be told more than once
  InProcessEncoder(Librav1e library, Recipe recipe, Consumer<InProcessEncoder> onClose) {
    this.library = library;
    this.recipe = recipe;
    this.onClose = onClose;
    this.thread = Thread.ofPlatform().daemon().name("librav1e").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  @Override
  public void send(Frame frame) {
    if (!frame.layout().equals(recipe.layout())) {
      throw GopException.bug(
          String.format(
              Locale.ROOT,
              "frame %d is %s, not %s",
              frame.index(),
              frame.layout(),
              recipe.layout()),
          null);
    }
    if (finished) {
      throw GopException.bug(
          String.format(Locale.ROOT, "frame %d after the end of its GOP", frame.index()), null);
    }
    packets.check();
    try {
      if (!frames.put(frame.data())) {
        packets.check();
        throw GopException.encoder("librav1e takes no more frames", null);
      }
    } catch (InterruptedException e) {
      throw interrupted("while librav1e was busy", e);
    }
  }

  @Override
  public void finish() {
    packets.check();
    finished = true;
    frames.end();
  }

  @Override
  public @Nullable Packet receive() {
    try {
      return packets.take();
    } catch (InterruptedException e) {
      throw interrupted("while waiting for a packet", e);
    }
  }

  @Override
  public void close() {
    packets.fail(GopException.encoder("the encoder was closed", null));
    frames.close();
    try {
      thread.join(PATIENCE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    onClose.accept(this);
  }

  private void run() {
    try (var encoding = Encoding.begin(library, recipe)) {
      try {
        encode(encoding);
      } finally {
        frames.close(); // before the place in memory goes
      }
    } catch (GopException e) {
      packets.fail(GopException.encoder(e.getMessage(), e));
    } catch (InterruptedException e) {
      packets.fail(GopException.encoder("librav1e was given up", e));
    } catch (RuntimeException | Error e) {
      packets.fail(GopException.encoder("librav1e cannot go on: " + e, e));
    } finally {
      frames.close();
    }
  }

  private void encode(Encoding encoding) throws InterruptedException {
    frames.open(encoding.picture());
    while (frames.take()) {
      encoding.send();
      frames.release();
      if (!handOut(encoding)) {
        return;
      }
    }
    if (!finished) {
      return;
    }
    encoding.finish();
    if (handOut(encoding)) {
      if (encoding.received() != encoding.sent()) {
        throw GopException.encoder(
            String.format(
                Locale.ROOT,
                "librav1e made %d packets of %d frames",
                encoding.received(),
                encoding.sent()),
            null);
      }
      packets.complete();
    }
  }

  /// @return false when nobody takes packets any more
  private boolean handOut(Encoding encoding) throws InterruptedException {
    Packet packet;
    while ((packet = encoding.receive()) != null) {
      if (!packets.put(packet)) {
        return false;
      }
    }
    return true;
  }

  private static GopException interrupted(String when, InterruptedException e) {
    Thread.currentThread().interrupt();
    return GopException.encoder("interrupted " + when, e);
  }
}
