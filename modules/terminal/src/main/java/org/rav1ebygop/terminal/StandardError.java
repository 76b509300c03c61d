package org.rav1ebygop.terminal;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.background.BackgroundTasks;

/// Standard error, written by a thread of its own: who prints never waits for a terminal that is
/// stopped or a pipe that nobody reads. Text waits meanwhile, up to [#LIMIT]; a [View] does not.
///
/// Whoever prints, what comes out is [PlainText]; only a view is drawn with control characters.
///
/// Where writing fails, as when the terminal is gone, nobody is left to be told.
public final class StandardError implements AutoCloseable {
  /// Bytes of text that may wait; of more, the oldest lines are left out and counted.
  public static final int LIMIT = 1 << 20;

  /// How long somebody waits who prints elsewhere on the same terminal.
  private static final Duration MOMENT = Duration.ofSeconds(1);

  /// Bytes written at a time: each that passes shows that somebody reads.
  private static final int PIECE = 4096;

  private final OutputStream out;
  private final PrintStream stream;
  private final Pending pending;
  private final JobControl jobControl;

  // what only the writer uses
  private final Painter painter = new Painter();
  private Window window = Window.USUAL;

  /// @param limit bytes of text that may wait
  StandardError(OutputStream out, int limit) {
    this.out = out;
    this.pending = new Pending(limit);
    Charset charset = System.err.charset();
    this.stream = new PrintStream(new PlainOutput(new Text(), charset), false, charset);
    this.jobControl = new JobControl(pending);
    var _ = new BackgroundTasks().start("text", this::write);
  }

  /// Opens that of this process, which is also what [System#err] is from now on.
  public static StandardError open() {
    StandardError opened = to(new FileOutputStream(FileDescriptor.err));
    System.setErr(opened.stream);
    return opened;
  }

  /// The same for another stream.
  ///
  /// @param out written to by one thread
  public static StandardError to(OutputStream out) {
    return new StandardError(out, LIMIT);
  }

  /// Takes text, and never waits.
  public PrintStream stream() {
    return stream;
  }

  /// Shows a view from now on, in place of any other.
  public void show(View view) {
    if (view.live()) {
      jobControl.begin();
    }
    pending.show(view);
  }

  /// Shows no view any more, and waits a moment until it is gone.
  public void hide() {
    pending.show(null);
    await();
  }

  /// Waits a moment until all is written, so that what is printed elsewhere comes after it.
  public void await() {
    var _ = await(MOMENT);
  }

  /// Waits until all is written, as long as somebody reads.
  ///
  /// @param patience how long nobody may read
  /// @return false when nobody did
  public boolean await(Duration patience) {
    try {
      return pending.await(patience);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Writes what waits, and ends the thread that does so.
  @Override
  public void close() {
    pending.close();
  }

  private void write() throws InterruptedException {
    for (Pending.Turn turn = pending.next(); turn != null; turn = pending.next()) {
      try {
        write(painted(turn));
      } catch (RuntimeException | Error e) {
        say("something could not be shown", e);
      }
    }
  }

  private void write(byte[] text) {
    try {
      for (int i = 0; i < text.length; i += PIECE) {
        out.write(text, i, Math.min(PIECE, text.length - i));
        pending.count();
      }
    } catch (IOException _) {
      // whoever read it has gone
    }
  }

  private byte[] painted(Pending.Turn turn) {
    View view = seen(turn);
    boolean live = view != null && view.live();
    if (live && (turn.resized() || !painter.shown())) {
      window = window.measured();
    }
    List<String> lines = view == null ? List.of() : lines(view);
    var screen = new ByteArrayOutputStream();
    put(painter.erased(), screen);
    turn.text().forEach(screen::writeBytes);
    if (live) {
      put(painter.drawn(lines, window), screen);
    } else {
      lines.forEach(line -> put(line + "\n", screen));
    }
    return screen.toByteArray();
  }

  /// In the background the terminal is that of somebody else.
  private static @Nullable View seen(Pending.Turn turn) {
    View view = turn.view();
    return view != null && (view.live() ? Foreground.now() : turn.due()) ? view : null;
  }

  /// A view that fails once is not asked any more: it would fail again and again.
  private List<String> lines(View view) {
    try {
      return view.lines().apply(window).stream().map(PlainText::line).toList();
    } catch (RuntimeException | Error e) {
      pending.show(null);
      say("progress is not shown any more", e);
      return List.of();
    }
  }

  private void say(String what, Throwable failure) {
    stream.printf("warning: %s: %s; this is a bug, please report it%n", what, failure);
  }

  private void put(String text, ByteArrayOutputStream screen) {
    screen.writeBytes(text.getBytes(stream.charset()));
  }

  private final class Text extends OutputStream {
    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] text, int offset, int length) {
      pending.add(text, offset, length);
    }
  }
}
