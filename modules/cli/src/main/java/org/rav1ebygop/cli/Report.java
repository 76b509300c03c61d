package org.rav1ebygop.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.Input;

/// Something to write about an analysed film: whole or not at all when it goes to a file.
final class Report {
  private final String name;
  private final Content content;
  private final @Nullable Path file;
  private final @Nullable Console console;

  /// Writes it.
  interface Content {
    /// As UTF-8.
    void write(Analysed film, Writer out) throws IOException;
  }

  private Report(String name, Content content, @Nullable Path file, @Nullable Console console) {
    this.name = name;
    this.content = content;
    this.file = file;
    this.console = console;
  }

  /// A report to standard output.
  static Report toStdout(Console console, Content content) {
    return new Report("standard output", content, null, console);
  }

  /// A report to a file.
  ///
  /// @param input that must not be written over
  /// @throws GopException when it cannot be meant, or cannot be written
  static Report toFile(String name, Input input, Content content) {
    try {
      Path file = Path.of(name);
      if (name.isEmpty() || Files.isDirectory(file)) {
        throw GopException.usage("'%s' is no file to write to; name one".formatted(name));
      }
      Path from = input.file();
      if (from != null && Files.exists(file) && Files.isSameFile(from, file)) {
        throw GopException.usage("%s is both input and output".formatted(name));
      }
      Path folder = file.toAbsolutePath().getParent();
      if (folder == null || !Files.isDirectory(folder)) {
        throw GopException.usage("there is no folder %s; make it first".formatted(folder));
      }
      return new Report(name, content, file, null);
    } catch (InvalidPathException e) {
      throw GopException.usage("'%s' is no file name: %s".formatted(name, e.getReason()));
    } catch (IOException e) {
      throw failed(name, e);
    }
  }

  /// Writes it about a film.
  ///
  /// @throws GopException of kind ENVIRONMENT when it cannot be written
  void write(Analysed film, Interruptible interrupt) {
    Path to = file;
    Console shown = console;
    try {
      if (to != null && isPipeOrDevice(to)) {
        try (Writer out = Files.newBufferedWriter(to)) {
          content.write(film, out);
        }
      } else if (to != null) {
        writeWhole(film, to, interrupt);
      } else if (shown != null) {
        var out = new BufferedWriter(new OutputStreamWriter(shown.out(), UTF_8));
        content.write(film, out);
        out.flush();
        if (shown.out().checkError()) {
          throw new IOException("whoever reads it has gone, or there is no space");
        }
      }
    } catch (IOException e) {
      throw failed(name, e);
    }
  }

  private void writeWhole(Analysed film, Path to, Interruptible interrupt) throws IOException {
    Path temporary = to.resolveSibling("." + to.getFileName() + ".tmp");
    interrupt.before(() -> delete(temporary));
    try {
      try (Writer out = Files.newBufferedWriter(temporary)) {
        content.write(film, out);
      }
      Files.move(
          temporary, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      delete(temporary);
    }
  }

  private static boolean isPipeOrDevice(Path file) {
    return Files.exists(file) && !Files.isRegularFile(file);
  }

  private static void delete(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException _) {
      // what is left over under a hidden name does no harm
    }
  }

  private static GopException failed(String name, IOException e) {
    return GopException.environment("cannot write %s: %s".formatted(name, e.getMessage()), e);
  }
}
