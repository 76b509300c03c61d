package org.rav1ebygop.protocol;

import java.util.List;
import java.util.function.Consumer;

/// Who may work for a job, which may change while the job runs. Used by one thread, closed by any.
public interface Roster extends AutoCloseable {
  /// Takes note of how things are now. Called once a second.
  ///
  /// @param warnings is given what the user should look at, one line each, once
  /// @return whether a change was made, so that workers that refused may be asked again
  boolean look(Consumer<String> warnings);

  /// How many GOPs wait for a slot. Told before each look, for those who start and stop workers as
  /// they are needed.
  default void waiting(int gops) {}

  /// Who was there at the last look. A worker that is no longer among them leaves at once, one that
  /// is no longer equal leaves and joins anew.
  List<Entry> workers();

  /// Whether all who are there now can be known already: a farm answers only after a while.
  default boolean isComplete() {
    return true;
  }

  /// Where workers are listed, for messages: the name of a file or a farm.
  String name();

  @Override
  default void close() {}

  /// A worker. Equal when nothing about it has changed.
  interface Entry {
    /// As users see it; unique in the roster.
    String name();

    /// Not empty.
    String password();

    /// How many of its slots to use at the most, 1 or more.
    int slots();

    /// Makes connections to it until it is closed.
    Connector connector();
  }
}
