package org.rav1ebygop.terminal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What there is to write: text, which waits for its turn, and a view. Any thread adds to it, one
/// thread takes turns.
final class Pending {
  /// Bytes of text in a turn, as long as lines are short.
  private static final int TURN = 16 << 10;

  @GuardedBy("this")
  private final Backlog lines;

  /// A line that has no end yet.
  @GuardedBy("this")
  private final ByteArrayOutputStream beginning = new ByteArrayOutputStream();

  @GuardedBy("this")
  private @Nullable View view;

  /// When the view is due, in the time of [System#nanoTime].
  @GuardedBy("this")
  private long due;

  /// Whether the view has been due before.
  @GuardedBy("this")
  private boolean begun;

  /// Whether there must be a turn even if no text waits.
  @GuardedBy("this")
  private boolean changed;

  /// Whether the window may have another size than in the last turn with a view.
  @GuardedBy("this")
  private boolean resized;

  @GuardedBy("this")
  private boolean held;

  @GuardedBy("this")
  private boolean writing;

  @GuardedBy("this")
  private boolean closed;

  /// How often something was written.
  @GuardedBy("this")
  private long written;

  /// @param limit bytes of text that may wait
  Pending(int limit) {
    lines = new Backlog(limit, Pending::gap);
  }

  /// What is written at a time.
  ///
  /// @param text comes first
  /// @param view null when none is to be seen
  /// @param due whether the time of the view has come
  record Turn(List<byte[]> text, @Nullable View view, boolean due, boolean resized) {}

  /// Adds text, which need not end with a line.
  synchronized void add(byte[] text, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      beginning.write(text[i]);
      if (text[i] == '\n' || beginning.size() == TURN) {
        lines.add(beginning.toByteArray());
        beginning.reset();
      }
    }
    notifyAll();
  }

  /// Shows a view, or none, from now on.
  synchronized void show(@Nullable View newView) {
    view = newView;
    begun = false;
    if (newView != null) {
      due = System.nanoTime() + newView.every().toNanos();
    }
    change();
  }

  /// Takes the view off, after which there is no text in any turn, until [#release].
  synchronized void hold() {
    held = true;
    change();
  }

  synchronized void release() {
    held = false;
    change();
  }

  /// The window may have another size now.
  synchronized void resize() {
    change();
  }

  /// No more comes; what waits has its turn.
  synchronized void close() {
    held = false;
    closed = true;
    show(null);
  }

  /// Something was written.
  synchronized void count() {
    written++;
    notifyAll();
  }

  /// Ends a turn and waits for the next one; null when there will be none.
  synchronized @Nullable Turn next() throws InterruptedException {
    writing = false;
    notifyAll();
    while (!isReady()) {
      if (closed) {
        return null;
      }
      TimeUnit.NANOSECONDS.timedWait(this, untilDue());
    }
    writing = true;
    changed = false;
    return turn();
  }

  /// Waits until all is written, as long as something passes.
  ///
  /// @param patience how long nothing may pass
  /// @return false when nothing did
  synchronized boolean await(Duration patience) throws InterruptedException {
    long before = written;
    long end = System.nanoTime() + patience.toNanos();
    while (writing || changed || isTextReady()) {
      if (written != before) {
        before = written;
        end = System.nanoTime() + patience.toNanos();
      }
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  @GuardedBy("this")
  private void change() {
    resized = true;
    changed = true;
    notifyAll();
  }

  @GuardedBy("this")
  private Turn turn() {
    if (held) {
      return new Turn(List.of(), null, false, false);
    }
    boolean isDue = view != null && untilDue() <= 0;
    if (view != null && isDue) {
      begun = true;
      due = System.nanoTime() + view.every().toNanos();
    }
    var turn = new Turn(text(), begun ? view : null, isDue, resized);
    resized &= !begun;
    return turn;
  }

  /// Below a view only whole lines can be added.
  @GuardedBy("this")
  private List<byte[]> text() {
    var text = new ArrayList<byte[]>();
    int bytes = 0;
    byte[] line = lines.poll();
    while (line != null) {
      text.add(line);
      bytes += line.length;
      line = bytes < TURN ? lines.poll() : null;
    }
    if (lines.isEmpty() && !begun) {
      text.add(beginning.toByteArray());
      beginning.reset();
    }
    return text;
  }

  @GuardedBy("this")
  private boolean isReady() {
    return changed || isTextReady() || (!held && view != null && untilDue() <= 0);
  }

  @GuardedBy("this")
  private boolean isTextReady() {
    return !held && (!lines.isEmpty() || (!begun && beginning.size() > 0));
  }

  @GuardedBy("this")
  private long untilDue() {
    return view == null || held ? Long.MAX_VALUE : due - System.nanoTime();
  }

  private static byte[] gap(long lines) {
    return ("(" + lines + " lines are missing here: nobody read them in time)\n")
        .getBytes(US_ASCII);
  }
}
