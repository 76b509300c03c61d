package org.rav1ebygop.worker;

import com.github.rvesse.airline.SingleCommand;
import com.github.rvesse.airline.model.OptionMetadata;
import com.github.rvesse.airline.parser.errors.ParseArgumentsUnexpectedException;
import com.github.rvesse.airline.parser.errors.ParseException;
import com.github.rvesse.airline.parser.errors.ParseOptionConversionException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.registry.TransportArguments;
import org.rav1ebygop.terminal.PlainText;
import org.rav1ebygop.terminal.StandardError;

/// `rav1e-worker`.
public final class Main {
  /// How long a terminal may take for what is said at the end: it may be stopped.
  private static final Duration LAST_WORDS = Duration.ofSeconds(4);

  private Main() {}

  /// Runs it and ends the process with its exit code.
  public static void main(String[] arguments) {
    StandardError error = StandardError.open();
    int code = run(List.of(arguments));
    System.out.flush();
    var _ = error.await(LAST_WORDS);
    System.exit(code);
  }

  private static int run(List<String> arguments) {
    try {
      return parse(arguments).run();
    } catch (GopException e) {
      return fail(e, arguments);
    } catch (InterruptedException e) {
      return fail(new GopException(GopException.Kind.INTERRUPTED, "interrupted", e), arguments);
    } catch (RuntimeException | Error e) {
      return fail(
          GopException.bug(
              "%s; this is a bug, please report it with the output of --debug".formatted(e), e),
          arguments);
    }
  }

  private static int fail(GopException e, List<String> arguments) {
    System.err.println("rav1e-worker: error: " + PlainText.line(String.valueOf(e.getMessage())));
    if (arguments.contains("--debug")) {
      e.printStackTrace(System.err);
    }
    return e.kind().exitCode();
  }

  private static WorkerCommand parse(List<String> arguments) {
    try {
      SingleCommand<WorkerCommand> parser = SingleCommand.singleCommand(WorkerCommand.class);
      Map<String, Integer> arities = new HashMap<>();
      for (OptionMetadata option : parser.getCommandMetadata().getAllOptions()) {
        option.getOptions().forEach(name -> arities.put(name, option.getArity()));
      }
      return parser.parse(
          TransportArguments.expanded(arguments, name -> arities.getOrDefault(name, -1)));
    } catch (ParseOptionConversionException e) {
      throw GopException.usage(
          "%s is a whole number, not '%s'; see --help".formatted(e.getOptionTitle(), e.getValue()));
    } catch (ParseArgumentsUnexpectedException e) {
      throw GopException.usage(
          "unknown argument '%s'; see --help".formatted(e.getUnparsedInput().getFirst()));
    } catch (ParseException e) {
      throw GopException.usage(
          String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ") + "; see --help");
    }
  }
}
