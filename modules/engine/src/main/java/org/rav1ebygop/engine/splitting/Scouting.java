package org.rav1ebygop.engine.splitting;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.KeyframeDecision;
import org.rav1ebygop.api.spi.SeekableSource;
import org.rav1ebygop.api.spi.StretchSplitter;

/// Decides the frames of a film with several threads, each of which looks at one stretch after
/// another. One of them is always at work; the others begin no stretch unless there is a hurry.
///
/// The decisions are those of one pass, and come in order: a stretch that is done early waits for
/// those before it. So does what went wrong in it.
public final class Scouting implements AutoCloseable {
  /// Threads past which there is no use in more: this many are faster than a film can be read.
  private static final int MOST_THREADS = 8;

  /// The part of the heap that scouts may take.
  private static final int HEAP_PART = 2;

  /// How many times as long a stretch is, at the most, as what must be seen around it, which is
  /// seen twice.
  private static final int STRETCH = 32;

  /// Towards the end stretches get shorter, down to a quarter, so that all threads end together.
  private static final int STRETCHES_LEFT = 2;

  private final SeekableSource source;
  private final long frames;
  private final StretchSplitter splitter;
  private final int threads;
  private final int length;
  private final List<Thread> scouts = new ArrayList<>();

  @GuardedBy("this")
  private final Deque<Stretch> open = new ArrayDeque<>();

  @GuardedBy("this")
  private long next;

  @GuardedBy("this")
  private boolean hurry;

  @GuardedBy("this")
  private boolean closed;

  private static final class Stretch {
    final long first;
    final long end;
    final Deque<KeyframeDecision> told = new ArrayDeque<>();
    @Nullable Throwable failure;
    long placed;

    Stretch(long first, long end) {
      this.first = first;
      this.end = end;
      placed = first;
    }
  }

  /// @param source stays the caller's to close, after this
  /// @param frames to use, from the first one; 1 to those of the source
  /// @param splitter asked for scouts and told what they say; stays the caller's to close, after
  ///   this
  /// @param threads at the most, see [#threads]
  public Scouting(SeekableSource source, long frames, StretchSplitter splitter, int threads) {
    this.source = source;
    this.frames = frames;
    this.splitter = splitter;
    this.threads = threads;
    length = STRETCH * Math.max(1, splitter.lookbehind() + splitter.lookahead());
  }

  /// How many of the threads there are can share the work of a splitter, for which memory counts.
  public static int threads(int available, StretchSplitter splitter) {
    long room = Runtime.getRuntime().maxMemory() / HEAP_PART / Math.max(1, splitter.scoutBytes());
    return (int) Math.max(1, Math.min(room, Math.min(available, MOST_THREADS)));
  }

  /// Waits for the decisions on the next frames; called by one thread.
  ///
  /// @param hurry whether someone waits for decisions
  /// @return one or more, or none at the end
  /// @throws org.rav1ebygop.api.GopException when the source fails
  public List<KeyframeDecision> next(boolean hurry) throws InterruptedException {
    var decisions = new ArrayList<KeyframeDecision>();
    for (KeyframeDecision scouted : await(hurry)) {
      decisions.addAll(splitter.place(scouted));
    }
    return decisions;
  }

  /// Ends the threads, and waits until they no longer read the source.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    boolean interrupted = false;
    for (Thread scout : scouts) {
      while (scout.isAlive()) {
        try {
          scout.join();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized List<KeyframeDecision> await(boolean hurryNow) throws InterruptedException {
    hurry = hurryNow;
    start();
    notifyAll();
    while (true) {
      Stretch stretch = open.peek();
      if (stretch == null) {
        if (next == frames) {
          return List.of();
        }
      } else if (!stretch.told.isEmpty()) {
        return placed(stretch);
      } else if (stretch.failure != null) {
        throw failed(stretch.failure);
      }
      wait();
    }
  }

  @GuardedBy("this")
  private List<KeyframeDecision> placed(Stretch stretch) {
    var told = List.copyOf(stretch.told);
    stretch.told.clear();
    stretch.placed += told.size();
    if (stretch.placed == stretch.end) {
      open.remove();
    }
    return told;
  }

  private static RuntimeException failed(Throwable failure) {
    return switch (failure) {
      case RuntimeException e -> e;
      case Error e -> throw e;
      default -> new IllegalStateException(failure);
    };
  }

  @GuardedBy("this")
  private void start() {
    int wanted = hurry ? threads : 1;
    while (scouts.size() < wanted) {
      boolean helps = !scouts.isEmpty();
      String name = "scout-" + scouts.size();
      scouts.add(Thread.ofPlatform().name(name).daemon().start(() -> scout(helps)));
    }
  }

  private void scout(boolean helps) {
    try (var scout = new Scout(splitter, source, frames)) {
      for (Stretch stretch = take(helps); stretch != null; stretch = take(helps)) {
        lookAt(stretch, scout);
      }
    }
  }

  private void lookAt(Stretch stretch, Scout scout) {
    try {
      scout.moveTo(stretch.first);
      for (long frame = stretch.first; frame < stretch.end && !isClosed(); frame++) {
        tell(stretch, scout.next());
      }
    } catch (RuntimeException | Error e) {
      fail(stretch, e);
    }
  }

  private synchronized @Nullable Stretch take(boolean helps) {
    boolean interrupted = false;
    while (helps && !hurry && !closed && next < frames) {
      try {
        wait();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (closed || next == frames) {
      return null;
    }
    int sharing = hurry ? STRETCHES_LEFT * threads : 1;
    long share = Math.clamp((frames - next) / sharing, length / 4, length);
    var stretch = new Stretch(next, Math.min(frames, next + share));
    next = stretch.end;
    open.add(stretch);
    return stretch;
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized void tell(Stretch stretch, KeyframeDecision scouted) {
    stretch.told.add(scouted);
    notifyAll();
  }

  private synchronized void fail(Stretch stretch, Throwable failure) {
    stretch.failure = failure;
    notifyAll();
  }
}
