package org.rav1ebygop.cli;

import java.util.Locale;

/// The events that scripts are told, as `docs/events.md` and `docs/events.schema.json` list them.
enum EventType {
  START,
  JOB,
  KEYFRAME,
  PLANNED,
  REUSED,
  LEASED,
  STORED,
  MEASURED,
  CODED,
  ATTEMPT_FAILED,
  GIVEN_BACK,
  SUPERSEDED,
  SLOTS_LIMITED,
  WORKER_JOINED,
  WORKER_LEFT,
  WARNING,
  PROGRESS,
  OMITTED,
  FILM_MEASURED,
  FILM_CODED,
  SUMMARY;

  /// As it is written, such as `attempt-failed`.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
