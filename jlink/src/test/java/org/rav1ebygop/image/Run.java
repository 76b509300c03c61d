package org.rav1ebygop.image;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A program to be run: set what differs from the defaults, then [#toEnd] or [#start].
///
/// It gets the environment of the tests without `JAVA_HOME`, and an empty stdin.
final class Run {
  private final List<String> command = new ArrayList<>();
  private final Map<String, @Nullable String> environment = new LinkedHashMap<>();
  private boolean emptyEnvironment;
  private @Nullable Path directory;
  private @Nullable File stdin;
  private boolean pipe;

  /// @param arguments of any type; their `toString()` counts
  Run(String program, Object... arguments) {
    command.add(program);
    and(arguments);
    without("JAVA_HOME");
  }

  /// Adds arguments.
  Run and(Object... arguments) {
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return this;
  }

  /// The command as a shell takes it.
  String quoted() {
    return command.stream()
        .map(word -> "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }

  /// Sets a variable of the environment.
  Run with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /// Removes a variable from the environment.
  Run without(String variable) {
    environment.put(variable, null);
    return this;
  }

  /// Starts from an environment in which nothing is set, not even PATH.
  Run withEmptyEnvironment() {
    emptyEnvironment = true;
    return this;
  }

  /// Sets the working directory.
  Run in(Path directory) {
    this.directory = directory;
    return this;
  }

  /// Reads stdin from a file.
  Run stdin(Path file) {
    stdin = file.toFile();
    return this;
  }

  /// Reads stdin from [Running#stdin], which stays open until it is closed there.
  Run stdinOpen() {
    pipe = true;
    return this;
  }

  /// Runs it and waits for its end.
  Outcome toEnd() throws IOException {
    try (Running running = start()) {
      return running.await();
    }
  }

  /// Starts it. Whoever does so closes it, which ends it and all its children.
  Running start() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    if (emptyEnvironment) {
      builder.environment().clear();
    }
    environment.forEach((name, value) -> {
      if (value == null) {
        builder.environment().remove(name);
      } else {
        builder.environment().put(name, value);
      }
    });
    if (directory != null) {
      builder.directory(directory.toFile());
    }
    if (stdin != null) {
      builder.redirectInput(stdin);
    } else if (!pipe) {
      builder.redirectInput(new File("/dev/null"));
    }
    return new Running(String.join(" ", command), builder.start());
  }
}
