package org.rav1ebygop.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.engine.FilmJob;
import org.rav1ebygop.engine.job.OutputTarget;

/// An output or an unfinished job that is there already. By option, by asking, or the way that
/// loses nothing is decided what becomes of it.
final class EarlierWork {
  private final Destination destination;
  private final EncodeCommand command;
  private final Console console;
  private final Question question;

  EarlierWork(Destination destination, EncodeCommand command, Console console) {
    this.destination = destination;
    this.command = command;
    this.console = console;
    this.question = new Question(console, command.inputs.getFirst().equals("-"));
  }

  /// Refuses, before anything is read, what no answer would make possible. A film without a job is
  /// complete: what a crash has left of its job is deleted, whatever becomes of it.
  ///
  /// @throws GopException of kind USAGE, or of those of [FilmJob#discard]
  void requirePossible() {
    if (command.resume && command.overwrite) {
      throw GopException.usage("--resume and --overwrite exclude each other");
    }
    if (!filmIsThere() || isUnfinished()) {
      return;
    }
    FilmJob.discard(destination.state());
    if (command.overwrite) {
      return;
    }
    if (command.resume) {
      throw GopException.usage(
          "nothing is left to resume: %s is there and no unfinished encode of it; encode it anew with --overwrite"
              .formatted(destination.name()));
    }
    if (!question.canBeAsked()) {
      throw mustStay();
    }
  }

  /// Decides, and deletes what is not gone on with.
  ///
  /// @param interrupt told while somebody is asked
  /// @return whether an unfinished job is gone on with
  /// @throws GopException of kind USAGE when only the user can decide
  boolean settle(Interruptible interrupt) {
    boolean unfinished = isUnfinished();
    boolean anew = command.overwrite;
    if (unfinished && !command.resume && !anew) {
      anew =
          question.no(
              "%s holds an unfinished encode. Go on with it?".formatted(destination.state()),
              interrupt);
    }
    boolean goesOn = unfinished && !anew;
    if (!goesOn) {
      requireReplaceable(interrupt);
    }
    if (anew) {
      FilmJob.discard(destination.state());
    }
    return goesOn;
  }

  /// Says what was decided, once it is certain.
  void tell(boolean goesOn) {
    if (goesOn) {
      console.err().println("going on with the unfinished encode in " + destination.state());
    } else if (command.resume) {
      console
          .err()
          .println("nothing to resume in %s yet, beginning".formatted(destination.state()));
    }
  }

  /// Asks before an output is replaced. An unfinished job has asked when it was begun.
  private void requireReplaceable(Interruptible interrupt) {
    if (!command.overwrite
        && filmIsThere()
        && !question.yes(
            "%s exists. Replace it when the film is done?".formatted(destination.name()),
            interrupt)) {
      throw mustStay();
    }
  }

  private GopException mustStay() {
    return GopException.usage(
        "%s exists; choose another name, or replace it with --overwrite"
            .formatted(destination.name()));
  }

  private boolean isUnfinished() {
    return FilmJob.exists(destination.state());
  }

  private boolean filmIsThere() {
    return destination.target() instanceof OutputTarget.File(Path file) && Files.exists(file);
  }
}
