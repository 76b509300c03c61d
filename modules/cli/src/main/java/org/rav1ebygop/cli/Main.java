package org.rav1ebygop.cli;

import com.github.rvesse.airline.SingleCommand;
import com.github.rvesse.airline.parser.errors.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.registry.NativeAccess;
import org.rav1ebygop.registry.TransportArguments;
import org.rav1ebygop.terminal.StandardError;

/// `rav1e-by-gop`: the first argument may name a command; without one, a film is encoded.
public final class Main {
  /// How long a terminal may be stopped when all work is done. Whoever stopped it may want to read
  /// how the work ended; whatever waits for this process shall not wait for ever.
  private static final Duration LAST_WORDS = Duration.ofMinutes(10);

  private static final Logger LIBRARIES = Logger.getLogger("");

  private static final Set<List<String>> VERSION =
      Set.of(List.of("--version"), List.of("-V"), List.of("version"));

  private Main() {}

  /// Runs a command and ends the process with its exit code.
  public static void main(String[] arguments) {
    // What libraries have to say is for those who look for a fault.
    boolean debug = List.of(arguments).contains("--debug");
    LIBRARIES.setLevel(debug ? Level.WARNING : Level.OFF);
    var console = new Console(System.out, StandardError.open());
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> uncaught(console, thread, e, debug));
    int code = run(List.of(arguments), console);
    System.out.flush();
    end(console, code);
  }

  /// Ends the process when what was said at the end is on the terminal: the work is done, and a
  /// signal does not change that any more.
  private static void end(Console console, int code) {
    try (var interrupt = new Interruptible(console)) {
      interrupt.settle(code);
      var _ = console.error().await(LAST_WORDS);
    }
    System.exit(code);
  }

  private static int run(List<String> arguments, Console console) {
    boolean debug = arguments.contains("--debug");
    try {
      if (VERSION.contains(arguments)) {
        // Scripts ask often: without the argument parser the answer takes half the time.
        Versions.print(console.out(), null);
        return 0;
      }
      Commands.Call call = Commands.call(arguments);
      return parse(call.command(), call.arguments()).run(console);
    } catch (GopException e) {
      return fail(console, e, e.kind().exitCode(), debug);
    } catch (InterruptedException e) {
      return fail(console, e, GopException.Kind.INTERRUPTED.exitCode(), debug);
    } catch (RuntimeException | Error e) {
      GopException bug = bug(e);
      return fail(console, bug, bug.kind().exitCode(), debug);
    }
  }

  /// Says that a task in the background has failed, when nobody nearer can do anything about it.
  private static void uncaught(Console console, Thread thread, Throwable e, boolean debug) {
    console.error("%s: %s".formatted(thread.getName(), bug(e).getMessage()));
    if (debug) {
      e.printStackTrace(console.err());
    }
  }

  /// What is said of a failure that nobody foresaw.
  static GopException bug(Throwable e) {
    String nativeCode = NativeAccess.refusal(e);
    if (nativeCode != null) {
      return GopException.environment("a plugin cannot work: " + nativeCode, e);
    }
    return GopException.bug(
        "%s; this is a bug, please report it with the output of the same command and --debug"
            .formatted(e),
        e);
  }

  private static int fail(Console console, Throwable e, int exitCode, boolean debug) {
    console.error(String.valueOf(e.getMessage()));
    if (debug) {
      e.printStackTrace(console.err());
    }
    return exitCode;
  }

  private static <C extends CliCommand> C parse(Class<C> type, List<String> arguments) {
    SingleCommand<C> parser = SingleCommand.singleCommand(type);
    if (arguments.contains("-h") || arguments.contains("--help")) {
      return withUsage(parser.parse("--help"), parser);
    }
    var check = new ArgumentCheck(parser.getCommandMetadata());
    List<String> all = TransportArguments.expanded(arguments, check::arity);
    check.check(all);
    try {
      return withUsage(parser.parse(all), parser);
    } catch (ParseException e) {
      throw GopException.usage(check.explain(e, all));
    }
  }

  private static <C extends CliCommand> C withUsage(C command, SingleCommand<C> parser) {
    command.usage = new Usage(parser.getCommandMetadata());
    return command;
  }
}
