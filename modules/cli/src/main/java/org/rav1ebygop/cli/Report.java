package org.rav1ebygop.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.engine.files.PendingFile;
import org.rav1ebygop.engine.files.WrittenFile;

/// Something to write about an analysed film: whole or not at all when it goes to a file.
final class Report {
  private final String name;
  private final Content content;
  private final @Nullable WrittenFile file;
  private final @Nullable Console console;

  /// Writes it.
  interface Content {
    /// As UTF-8.
    void write(Analysed film, Writer out) throws IOException;
  }

  private Report(
      String name, Content content, @Nullable WrittenFile file, @Nullable Console console) {
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
  static Report toFile(WrittenFile file, Content content) {
    return new Report(file.path().toString(), content, file, null);
  }

  /// Writes it about a film.
  ///
  /// @throws GopException of kind ENVIRONMENT when it cannot be written
  void write(Analysed film, Interruptible interrupt) {
    WrittenFile to = file;
    Console shown = console;
    try {
      if (to != null && to.isStream()) {
        write(film, new OutputStreamWriter(to.open(false), UTF_8));
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
      throw GopException.environment("cannot write %s: %s".formatted(name, Text.reason(e)), e);
    }
  }

  private void writeWhole(Analysed film, WrittenFile to, Interruptible interrupt)
      throws IOException {
    try (PendingFile pending = to.begin()) {
      interrupt.before(() -> delete(pending));
      var out = new BufferedWriter(Channels.newWriter(pending.channel(), UTF_8));
      content.write(film, out);
      out.flush();
      pending.publish();
    }
  }

  private void write(Analysed film, Writer to) throws IOException {
    try (var out = new BufferedWriter(to)) {
      content.write(film, out);
    }
  }

  private static void delete(PendingFile pending) {
    try {
      pending.close();
    } catch (IOException _) {
      // what is left over under a hidden name does no harm
    }
  }
}
