package org.rav1ebygop.muxer.ivf;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.spi.MuxRequest;
import org.rav1ebygop.api.spi.Muxer;

/// Lets exactly the packets of the film through, in order. Once it has failed it stays failed,
/// because part of a packet may have been written.
final class FilmMuxer implements Muxer {
  private final MuxRequest request;
  private final PacketSink sink;
  private final boolean atOnce;
  private long next;
  private @Nullable GopException failure;

  FilmMuxer(MuxRequest request, PacketSink sink) {
    this.request = request;
    this.sink = sink;
    // Whoever reads a pipe wants each frame when it is there.
    this.atOnce = request.file() == null;
  }

  @Override
  public void write(Packet packet) {
    if (packet.index() != next || next >= request.frameCount()) {
      throw fail(
          GopException.bug(
              String.format(
                  Locale.ROOT,
                  "packet %d of %d came where %d was due",
                  packet.index(),
                  request.frameCount(),
                  next),
              null));
    }
    perform(() -> {
      sink.write(packet);
      if (atOnce) {
        sink.flush();
      }
    });
    next++;
  }

  @Override
  public void finish() {
    if (next != request.frameCount()) {
      throw fail(
          GopException.bug(
              String.format(
                  Locale.ROOT, "the film ends after packet %d of %d", next, request.frameCount()),
              null));
    }
    perform(sink::flush);
  }

  @Override
  public void close() {
    // holds nothing: the caller closes the channel
  }

  private void perform(Output output) {
    if (failure != null) {
      throw failure;
    }
    try {
      output.run();
    } catch (IOException e) {
      throw fail(
          GopException.environment(
              String.format(
                  Locale.ROOT,
                  "cannot write packet %d to %s: %s",
                  next,
                  request.file() == null ? "the pipe" : request.file(),
                  e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()),
              e));
    }
  }

  private GopException fail(GopException exception) {
    failure = exception;
    return exception;
  }

  private interface Output {
    void run() throws IOException;
  }
}
