package org.rav1ebygop.child.process;

import java.util.List;
import java.util.function.Predicate;

/// Picks the words that tell most from what a program wrote for humans.
///
/// @param errors starts of the lines that tell of an error, if they are no chatter
/// @param chatter starts of the lines that say nothing about a failure: progress, settings
public record LogQuote(List<String> errors, List<String> chatter) {
  private static final int MAX_CHARS = 240;
  private static final String PANIC_START = "thread '";
  private static final String PANIC = " panicked at";

  /// Copies the lists.
  public LogQuote {
    errors = List.copyOf(errors);
    chatter = List.copyOf(chatter);
  }

  /// The most telling words in one line of bounded length; empty when there are none.
  public String of(String log) {
    List<String> lines = log.lines().map(LogQuote::clean).filter(line -> !line.isEmpty()).toList();
    String quote = panic(lines);
    if (quote.isEmpty()) {
      quote = last(lines, line -> startsWithAny(line, errors) && !startsWithAny(line, chatter));
    }
    if (quote.isEmpty()) {
      quote = last(lines, line -> !startsWithAny(line, chatter));
    }
    return quote.length() <= MAX_CHARS ? quote : quote.substring(0, MAX_CHARS) + "...";
  }

  /// The quote behind a colon, or nothing.
  public String suffix(String log) {
    String quote = of(log);
    return quote.isEmpty() ? "" : ": " + quote;
  }

  /// A panic of Rust; up to 1.72 it had its message in the first line, since then in the second.
  private static String panic(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      int start = line.indexOf(PANIC_START);
      if (start >= 0 && line.indexOf(PANIC, start) > 0) {
        String first = line.substring(start);
        return first.endsWith(":") && i + 1 < lines.size() ? first + " " + lines.get(i + 1) : first;
      }
    }
    return "";
  }

  private static String last(List<String> lines, Predicate<String> telling) {
    return lines.reversed().stream().filter(telling).findFirst().orElse("");
  }

  private static boolean startsWithAny(String line, List<String> starts) {
    return starts.stream().anyMatch(line::startsWith);
  }

  private static String clean(String line) {
    // ffmpeg puts the address of an object before what it says
    return line.replaceAll("\\p{Cntrl}", " ").replaceAll(" @ 0x[0-9a-f]+]", "]").strip();
  }
}
