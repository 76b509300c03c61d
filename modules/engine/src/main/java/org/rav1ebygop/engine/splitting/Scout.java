package org.rav1ebygop.engine.splitting;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.KeyframeDecision;
import org.rav1ebygop.api.spi.KeyframeSplitter;
import org.rav1ebygop.api.spi.SeekableSource;
import org.rav1ebygop.api.spi.StretchSplitter;

/// Looks at a film from any frame on. Going on where it left off, it sees no frame twice.
final class Scout implements AutoCloseable {
  private final StretchSplitter splitter;
  private final SeekableSource source;
  private final long frames;
  private final Deque<KeyframeDecision> told = new ArrayDeque<>();
  private @Nullable KeyframeSplitter scout;
  private long seen;
  private long due;

  /// @param frames to look at, from the first one of the source
  Scout(StretchSplitter splitter, SeekableSource source, long frames) {
    this.splitter = splitter;
    this.source = source;
    this.frames = frames;
  }

  /// The frame to tell of next.
  void moveTo(long frame) {
    if (scout != null && due == frame) {
      return;
    }
    close();
    told.clear();
    due = frame;
    seen = Math.max(0, frame - splitter.lookbehind());
    scout = splitter.scout(seen);
  }

  /// What is seen at the next frame.
  ///
  /// @throws GopException when the source fails
  KeyframeDecision next() {
    KeyframeSplitter active = scout;
    if (active == null || due >= frames) {
      throw new IllegalStateException("no frame is due");
    }
    while (told.isEmpty() || told.peek().frame() < due) {
      if (told.poll() == null) {
        look(active);
      }
    }
    KeyframeDecision found = told.remove();
    if (found.frame() != due) {
      throw GopException.bug(
          String.format(
              Locale.ROOT, "a scout tells of frame %d where frame %d is due", found.frame(), due),
          null);
    }
    due++;
    return found;
  }

  @Override
  public void close() {
    KeyframeSplitter active = scout;
    scout = null;
    if (active != null) {
      active.close();
    }
  }

  private void look(KeyframeSplitter active) {
    if (seen < frames) {
      told.addAll(active.push(source.frame(seen)));
      source.release(seen);
    } else if (seen == frames) {
      told.addAll(active.finish());
    } else {
      throw GopException.bug("no scout tells of frame " + due, null);
    }
    seen++;
  }
}
