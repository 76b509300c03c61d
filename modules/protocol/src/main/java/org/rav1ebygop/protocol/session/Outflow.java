package org.rav1ebygop.protocol.session;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.protocol.message.Message;

/// The frames or packets of a lease on their way to the other side: those that were given and not
/// yet taken, and how far they were sent.
final class Outflow<T> {
  private int lease;
  private final Function<T, MemorySegment> data;
  private final BiFunction<Message.Part, T, Message> message;
  private final Consumer<T> release;

  /// From number `taken` on.
  private final List<T> items = new ArrayList<>();

  private @Nullable T last;
  private @Nullable End end;
  private int taken;
  private int sent;
  private int offset;
  private boolean endSent;
  private boolean cleared;

  /// @param message what says a piece of an item
  /// @param release what to do with an item that is no longer needed
  Outflow(
      int lease,
      Function<T, MemorySegment> data,
      BiFunction<Message.Part, T, Message> message,
      Consumer<T> release) {
    this.lease = lease;
    this.data = data;
    this.message = message;
    this.release = release;
  }

  void add(T item) {
    if (cleared) {
      release.accept(item);
    } else {
      items.add(item);
    }
  }

  /// What is said after the last item.
  interface End {
    Message of(int lease, int given);
  }

  /// Nothing more will be given.
  void end(End said) {
    end = said;
  }

  /// Whether nothing was taken so far.
  boolean isUntaken() {
    return taken == 0 && !cleared;
  }

  /// Begins, or begins again under another number. Nothing was taken so far.
  void begin(int number) {
    lease = number;
    resume(0, false);
  }

  boolean ended() {
    return end != null;
  }

  boolean endSent() {
    return endSent;
  }

  /// How many were given.
  int given() {
    return taken + items.size();
  }

  /// How many were sent whole.
  int sent() {
    return sent;
  }

  int untaken() {
    return items.size();
  }

  /// The next piece to send, or the end, or null.
  @Nullable Message next() {
    if (sent < given()) {
      T item = items.get(sent - taken);
      last = item;
      Message.Part part = Parts.cut(lease, sent, data.apply(item), offset);
      offset += part.data().size();
      if (offset == part.total()) {
        sent++;
        offset = 0;
      }
      return message.apply(part, item);
    }
    if (cleared || endSent || end == null) {
      return null;
    }
    endSent = true;
    return end.of(lease, given());
  }

  /// What the last piece was of.
  @Nullable T last() {
    return last;
  }

  /// The other side has taken so many in all.
  ///
  /// @return false when that cannot be
  boolean taken(int count) {
    if (count < taken || count > sent) {
      return false;
    }
    for (; taken < count; taken++) {
      release.accept(items.removeFirst());
    }
    return true;
  }

  /// Whether the other side can have received so much.
  boolean fits(int received, boolean endReceived) {
    return received >= taken
        && received <= given()
        && (!endReceived || (end != null && received == given()));
  }

  /// Goes on after what the other side has received, which fits.
  void resume(int received, boolean endReceived) {
    sent = received;
    offset = 0;
    endSent = endReceived;
  }

  /// Nothing of it is needed any more.
  void clear() {
    cleared = true;
    items.forEach(release);
    items.clear();
    taken = sent;
  }
}
