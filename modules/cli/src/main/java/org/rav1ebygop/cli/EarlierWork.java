package org.rav1ebygop.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.engine.FilmJob;
import org.rav1ebygop.engine.JobSetup;
import org.rav1ebygop.engine.job.EarlierJob;
import org.rav1ebygop.engine.job.OutputTarget;

/// An output or an unfinished job that is there already. By option, by asking, or the way that
/// loses nothing is decided what becomes of it. Finished GOPs are deleted for `--overwrite`, or for
/// the word `over` of somebody at the terminal, and for nothing else.
final class EarlierWork {
  private final Destination destination;
  private final EncodeCommand command;
  private final Console console;
  private final Question question;

  EarlierWork(Destination destination, EncodeCommand command, Console console, Question question) {
    this.destination = destination;
    this.command = command;
    this.console = console;
    this.question = question;
  }

  /// Refuses, before anything is read, what no answer would make possible. A film without a job is
  /// complete: what a crash has left of its job is deleted, whatever becomes of it.
  ///
  /// @throws GopException of kind USAGE, or of those of [FilmJob#discard]
  void requirePossible() {
    if (command.resume && command.overwrite) {
      throw GopException.usage("--resume and --overwrite exclude each other");
    }
    if (command.resume && destination.gops().isTemporary()) {
      throw GopException.usage(
          "nothing is kept to resume from when the film goes to %s, unless --temp FOLDER says where"
              .formatted(destination.name()));
    }
    if (!filmIsThere() || FilmJob.exists(folder())) {
      return;
    }
    FilmJob.discard(folder());
    if (command.overwrite) {
      return;
    }
    if (command.resume) {
      throw GopException.usage(
          "%s is already complete; --overwrite encodes it again".formatted(destination.name()));
    }
    if (!question.canBeAsked()) {
      throw mustStay();
    }
  }

  /// Decides, and deletes what is not resumed.
  ///
  /// @param job to be
  /// @return whether an unfinished job is resumed
  /// @throws GopException of kind USAGE when only the user can decide, or has decided for what is
  ///   not possible; of kind INTERRUPTED when the user wants neither
  boolean settle(JobSetup job) {
    EarlierJob earlier = FilmJob.earlier(job);
    boolean over = earlier != null && (command.overwrite || isToStartOver(earlier));
    if (earlier != null && !over) {
      return true;
    }
    requireReplaceable();
    if (over || command.overwrite) {
      FilmJob.discard(folder());
    }
    return false;
  }

  /// Says what was decided, once it is certain.
  void tell(boolean resumed) {
    if (resumed) {
      console.err().println("resuming the unfinished encode in " + folder());
    } else if (command.resume) {
      console.err().println("nothing to resume in %s yet, beginning".formatted(folder()));
    }
  }

  /// There is nothing to ask when nothing is finished and the job can be resumed. A job that cannot
  /// be resumed, and about which nobody can be asked, is refused when it is opened.
  private boolean isToStartOver(EarlierJob earlier) {
    boolean open = earlier.finished() > 0 || !earlier.fits();
    return open && !command.resume && question.canBeAsked() && wantsToStartOver(earlier);
  }

  /// Asks what becomes of a job.
  ///
  /// @throws GopException of kind INTERRUPTED when neither
  private boolean wantsToStartOver(EarlierJob earlier) {
    if (!earlier.fits()) {
      console
          .err()
          .println(
              "cannot resume %s: %s"
                  .formatted(earlier.folder(), String.join("; ", earlier.differences())));
    }
    List<String> possible =
        earlier.fits()
            ? List.of("r", "resume", "o", "over", "q", "quit")
            : List.of("o", "over", "q", "quit");
    while (true) {
      String answer = question.ask(prompt(earlier), possible);
      if (answer == null || answer.startsWith("q")) {
        throw new GopException(
            GopException.Kind.INTERRUPTED,
            "nothing was done, %s is as it was".formatted(folder()),
            null);
      }
      if (answer.startsWith("r")) {
        return false;
      }
      if (answer.equals("over") || earlier.finished() == 0 || isCertain(earlier)) {
        return true;
      }
    }
  }

  private static String prompt(EarlierJob earlier) {
    return "%s: %s, %s: %sstart [o]ver, [q]uit?"
        .formatted(
            earlier.folder(),
            EarlierText.finished(earlier),
            EarlierText.age(earlier),
            earlier.fits() ? "[r]esume, " : "");
  }

  /// A single letter may be a slip.
  private boolean isCertain(EarlierJob earlier) {
    String word =
        question.ask(
            "This deletes %s. Type over to do it, or press Enter to go back:"
                .formatted(Text.count(earlier.finished(), "finished GOP")));
    return "over".equals(word);
  }

  /// Asks before an output is replaced. An unfinished job has asked when it was begun.
  private void requireReplaceable() {
    if (!command.overwrite
        && filmIsThere()
        && !question.yes(
            "%s exists. Replace it when the film is done?".formatted(destination.name()))) {
      throw mustStay();
    }
  }

  private GopException mustStay() {
    return GopException.usage(
        "%s exists; choose another name, or replace it with --overwrite"
            .formatted(destination.name()));
  }

  private Path folder() {
    return destination.gops().path();
  }

  private boolean filmIsThere() {
    return destination.target() instanceof OutputTarget.File(Path file) && Files.exists(file);
  }
}
