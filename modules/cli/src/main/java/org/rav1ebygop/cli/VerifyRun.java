package org.rav1ebygop.cli;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.DecoderProvider;
import org.rav1ebygop.engine.proof.FilmFile;
import org.rav1ebygop.engine.proof.FilmReading;
import org.rav1ebygop.engine.proof.FilmStructure;
import org.rav1ebygop.registry.Registry;

/// One run of the verify command.
final class VerifyRun {
  private static final int DIFFERS = 4;
  private static final int LISTED = 12;

  private final VerifyCommand command;
  private final Console console;
  private final PrintStream out;
  private final Registry registry;

  VerifyRun(VerifyCommand command, Console console) {
    this.command = command;
    this.registry = command.plugins.registry();
    this.console = console;
    this.out = console.out();
  }

  /// @return the exit code
  int run() {
    Path path = path(command.films.getFirst());
    DecoderChoice choice = choice();
    try (FilmToVerify opened = FilmToVerify.of(path, registry);
        SourceOfFilm source = SourceOfFilm.open(registry, command)) {
      FilmFile film = opened.file();
      FilmStructure structure = read(film);
      tell(opened, structure);
      String fault = structure.fault();
      if (fault != null) {
        throw damaged(path, fault);
      }
      return decode(film, structure, choice, source);
    }
  }

  private FilmStructure read(FilmFile film) {
    try (var counter = new Counter(console, "read")) {
      return FilmReading.of(film, counter);
    }
  }

  private int decode(
      FilmFile film, FilmStructure structure, DecoderChoice choice, @Nullable SourceOfFilm source) {
    DecoderProvider provider = command.noDecode ? null : choice.provider();
    String frames = Text.count(structure.frames(), "frame");
    if (provider == null || structure.layout() == null) {
      String reason =
          command.noDecode
              ? "as you wish"
              : provider == null ? choice.detail() : "monochrome is not supported";
      row("decoded", "no: " + reason);
      out.printf("Good: %s, every packet read, not decoded%n", frames);
      return 0;
    }
    var decoding = new FilmDecoding(structure);
    try (var decoder = provider.open(film.path(), film.container(), choice.options());
        var counter = new Counter(console, "decoded")) {
      decoding.decode(decoder, source, counter);
    } catch (GopException e) {
      throw e.kind() == GopException.Kind.INPUT && decoding.sourceIsGood()
          ? damaged(path(command.films.getFirst()), e.getMessage())
          : e;
    }
    row("decoded", frames + " by " + choice.name());
    decoding.tell(this::row);
    String difference = decoding.difference();
    if (difference != null) {
      out.printf("Differs from %s: %s%n", command.against, difference);
      return DIFFERS;
    }
    out.printf(
        "Good: %s, every one decoded%s%n",
        frames, command.against == null ? "" : " and that of " + command.against);
    return 0;
  }

  /// @throws GopException of kind ENVIRONMENT when what was asked for cannot be done here
  private DecoderChoice choice() {
    DecoderChoice choice = DecoderChoice.of(registry, command.decoder, command.dav1d);
    boolean needed = command.against != null || command.decoder != null || command.dav1d != null;
    if (choice.provider() == null && needed && !command.noDecode) {
      throw GopException.environment("cannot decode: " + choice.detail(), null);
    }
    return choice;
  }

  private void tell(FilmToVerify opened, FilmStructure film) {
    out.printf(
        "%s: %s%s%s%n",
        command.films.getFirst(),
        opened.kind(),
        film.picture().isEmpty()
            ? ""
            : String.format(
                Locale.ROOT,
                ", AV1 profile %d level %s, %s",
                film.profile(),
                level(film.level()),
                film.picture()),
        film.frameRate() == null || opened.extracted()
            ? ""
            : ", " + Text.number(3, film.frameRate().value()) + " fps");
    row("frames", film.frames() + (opened.extracted() ? "" : countInHeader(film)));
    row("packets", film.packets() + ", " + Text.bytes(film.bytes()));
    row("key frames", keyframes(film));
    row(
        "headers",
        switch (film.sequenceHeaders()) {
          case 0 -> "none";
          case 1 -> "one sequence header";
          default -> film.sequenceHeaders() + " different sequence headers";
        });
  }

  private static String countInHeader(FilmStructure film) {
    if (film.countInHeader() < 0) {
      return "";
    }
    return film.countInHeader() == film.frames()
        ? ", as its header says"
        : "; its header says " + film.countInHeader();
  }

  private static String keyframes(FilmStructure film) {
    int count = film.keyframes().size();
    String list =
        film.keyframes().stream()
            .limit(LISTED)
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    return count == 0
        ? "none"
        : String.format(Locale.ROOT, "%d, at %s%s", count, list, count > LISTED ? ", ..." : "");
  }

  private static String level(int index) {
    return index == 31 ? "max" : (2 + index / 4) + "." + index % 4;
  }

  private void row(String name, String text) {
    out.printf("  %-11s %s%n", name, text);
  }

  private static GopException damaged(Path path, @Nullable String what) {
    return GopException.input("%s is damaged: %s".formatted(path, what));
  }

  private static Path path(String name) {
    try {
      Path path = Path.of(name);
      if (Files.isDirectory(path)) {
        throw GopException.input(name + " is a folder, not a film");
      }
      if (!Files.exists(path)) {
        throw GopException.input("there is no file " + name);
      }
      if (!Files.isRegularFile(path)) {
        throw GopException.input(name + " is no file: a film is read more than once");
      }
      return path;
    } catch (InvalidPathException e) {
      throw new GopException(GopException.Kind.INPUT, "there is no file " + name, e);
    }
  }
}
