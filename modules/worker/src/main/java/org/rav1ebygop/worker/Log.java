package org.rav1ebygop.worker;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.StreamHandler;
import org.rav1ebygop.terminal.PlainText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log, on standard error.
final class Log {
  private static final String NAME = "org.rav1ebygop.worker";

  /// Held, because what nobody holds forgets its level.
  private static final java.util.logging.Logger OWN = java.util.logging.Logger.getLogger(NAME);

  private Log() {}

  /// How much is said.
  enum Level {
    QUIET,
    NORMAL,
    VERBOSE,
    DEBUG;

    static Level of(boolean verbose, boolean quiet) {
      return verbose ? VERBOSE : quiet ? QUIET : NORMAL;
    }

    private java.util.logging.Level own() {
      return switch (this) {
        case QUIET -> java.util.logging.Level.WARNING;
        case NORMAL -> java.util.logging.Level.INFO;
        case VERBOSE, DEBUG -> java.util.logging.Level.FINE;
      };
    }

    /// What libraries say is for those who look for a fault.
    private java.util.logging.Level libraries() {
      return this == DEBUG ? java.util.logging.Level.INFO : java.util.logging.Level.OFF;
    }
  }

  static Logger logger() {
    return LoggerFactory.getLogger(NAME);
  }

  static void configure(Level level) {
    LogManager.getLogManager().reset();
    java.util.logging.Logger root = java.util.logging.Logger.getLogger("");
    root.setLevel(level.libraries());
    root.addHandler(handler());
    OWN.setLevel(level.own());
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> uncaught(thread, e, level));
  }

  /// Says that a task in the background has failed, when nobody nearer can do anything about it.
  private static void uncaught(Thread thread, Throwable e, Level level) {
    String line =
        "%s: %s; this is a bug, please report it with the output of --debug"
            .formatted(thread.getName(), e);
    if (level == Level.DEBUG) {
      logger().error(line, e);
    } else {
      logger().error(line);
    }
  }

  private static Handler handler() {
    // Where the journal of systemd listens, it has the time already.
    var handler = new Lines(new LineFormat(System.getenv("JOURNAL_STREAM") == null));
    handler.setLevel(java.util.logging.Level.ALL);
    return handler;
  }

  /// To standard error, at once.
  private static final class Lines extends StreamHandler {
    Lines(Formatter format) {
      super(System.err, format);
    }

    @Override
    public synchronized void publish(LogRecord line) {
      super.publish(line);
      flush();
    }
  }

  private static final class LineFormat extends Formatter {
    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private final boolean timed;

    LineFormat(boolean timed) {
      this.timed = timed;
    }

    @Override
    public String format(LogRecord line) {
      var text = new StringBuilder();
      if (timed) {
        Instant at = line.getInstant();
        text.append(TIME.format(at.atZone(ZoneId.systemDefault()))).append(' ');
      }
      int severity = line.getLevel().intValue();
      if (severity >= java.util.logging.Level.WARNING.intValue()) {
        text.append(
            severity > java.util.logging.Level.WARNING.intValue() ? "error: " : "warning: ");
      }
      // what others send must not look like a line of its own
      text.append(PlainText.line(formatMessage(line))).append('\n');
      if (line.getThrown() != null) {
        var trace = new StringWriter();
        line.getThrown().printStackTrace(new PrintWriter(trace));
        text.append(trace);
      }
      return text.toString();
    }
  }
}
