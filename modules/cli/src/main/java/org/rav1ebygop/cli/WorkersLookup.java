package org.rav1ebygop.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Availability;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.TransportProvider;

/// Finds the file that lists workers: the one that is named, else `workers.toml` of the current
/// folder, else the user's own. That of the current folder may have come with a film from anywhere,
/// and sends films to whom it names: the user is asked once about each, where there is somebody to
/// answer.
final class WorkersLookup {
  /// In the place of a file's name: none.
  static final String NONE = "none";

  private static final String USUAL_FILE = "workers.toml";
  private static final String FILE_OPTION = "workers";
  private static final String APPROVED_OPTION = "approved";

  private final Console console;
  private final Question question;
  private String missing = "there is no %s here".formatted(USUAL_FILE);

  WorkersLookup(Console console, Question question) {
    this.console = console;
    this.question = question;
  }

  /// A file that lists workers.
  ///
  /// @param name as the user writes it
  /// @param approved whether the user wants it to be used
  record Found(String name, boolean approved) {
    /// With what the transport has to know of it.
    Options in(Options options) {
      return options.with(FILE_OPTION, name).with(APPROVED_OPTION, Boolean.toString(approved));
    }
  }

  /// Whether options for the transport name a file already.
  static @Nullable String named(Options options) {
    return options.get(FILE_OPTION);
  }

  /// Finds it.
  ///
  /// @param named by the user, or null
  /// @param reader of such files
  /// @return null when there is none to use
  /// @throws GopException of kind USAGE when it is not there, or makes no sense
  @Nullable Found find(@Nullable String named, TransportProvider reader) {
    if (NONE.equals(named)) {
      missing = "--workers %s uses none".formatted(NONE);
      return null;
    }
    if (named != null) {
      Path path = Destination.path(named);
      if (!Files.exists(path)) {
        throw GopException.usage("--workers: there is no file " + named);
      }
      if (Files.isDirectory(path)) {
        throw GopException.usage("--workers: %s is a folder; name a file".formatted(named));
      }
      return new Found(named, true);
    }
    if (Files.isRegularFile(Path.of(USUAL_FILE))) {
      return ofFolder(reader);
    }
    Path folder = Home.ownFolder();
    Path own = folder == null ? null : folder.resolve(USUAL_FILE);
    return own != null && Files.isRegularFile(own) ? new Found(own.toString(), true) : null;
  }

  /// Why none was found.
  String missing() {
    return missing;
  }

  private @Nullable Found ofFolder(TransportProvider reader) {
    var unknown = new Found(USUAL_FILE, false);
    var known = new Found(USUAL_FILE, true);
    var approvals = ApprovedFiles.ofUser();
    ApprovedFiles.Seen seen = ApprovedFiles.Seen.of(Path.of(USUAL_FILE));
    if (approvals.contains(seen)) {
      return known;
    }
    reader.open(unknown.in(Options.NONE)).close();
    String workers = workers(reader, unknown);
    if (workers.isEmpty() || !question.canBeAsked()) {
      return unknown;
    }
    String answer =
        question.ask(
            "./%s names %s. Use %s? [y]es, always for this file / [n]o"
                .formatted(USUAL_FILE, workers, workers.startsWith("1 ") ? "it" : "them"),
            List.of("y", "yes", "n", "no"));
    if (answer == null || answer.startsWith("n")) {
      missing = "./%s is not to be used".formatted(USUAL_FILE);
      return null;
    }
    try {
      approvals.add(seen);
    } catch (GopException e) {
      console.warn(e.getMessage() + "; you will be asked again");
    }
    return known;
  }

  private static String workers(TransportProvider reader, Found file) {
    return switch (reader.availability(file.in(Options.NONE))) {
      case Availability.Available(String workers) -> workers;
      case Availability.Unavailable(String reason) -> throw GopException.usage(reason);
    };
  }
}
