package org.rav1ebygop.decoder.dav1d;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;

/// The executable: the one the option names, else the one the system property [#PROPERTY] names,
/// else the first in PATH. The library it needs is looked for beside it first, where a runtime
/// image has it.
///
/// @param path of the executable
record Dav1d(Path path) {
  /// The system property by which a runtime image names the dav1d it brings along.
  static final String PROPERTY = "rav1ebygop.dav1d";

  private static final String LIBRARY_PATH = "LD_LIBRARY_PATH";
  private static final String HOW_TO_GET =
      "install dav1d 1.0 or newer with the package manager, or name it with --dav1d PATH";

  /// `--version` prints nothing but this; older ones have other options.
  private static final Pattern VERSION = Pattern.compile("[1-9]\\d*\\.\\d+\\S*");

  /// For what takes a few milliseconds.
  private static final int ANSWER_SECONDS = 5;

  private static final int MAX_ANSWER = 4096;

  /// Finds it; nothing is started.
  ///
  /// @param option what the user named, or null
  /// @param property value of [#PROPERTY], or null
  /// @throws GopException of kind ENVIRONMENT when there is none
  static Dav1d find(@Nullable String option, @Nullable String property) {
    String name = option != null ? option : property != null ? property : "dav1d";
    if (!name.contains(File.separator)) {
      return inPath(name);
    }
    Path file = path(name);
    if (file == null || !isProgram(file)) {
      throw GopException.environment(
          "%s is no executable file: %s".formatted(name, HOW_TO_GET), null);
    }
    return new Dav1d(file.toAbsolutePath());
  }

  /// Starts it with an empty input and pipes on the two other streams.
  Process start(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(path.toString());
    command.addAll(arguments);
    var builder = new ProcessBuilder(command);
    Path folder = path.getParent();
    if (folder != null && hasLibrary(folder)) {
      builder
          .environment()
          .merge(LIBRARY_PATH, folder.toString(), (known, ours) -> ours + ":" + known);
    }
    // What it makes the loader write would look like a complaint.
    builder.environment().remove("LD_DEBUG");
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  /// Asks for the version.
  ///
  /// @return `dav1d 1.0.0 at /usr/bin/dav1d`
  /// @throws GopException of kind ENVIRONMENT when it is no dav1d that can be used
  String describe() {
    String version = version().strip();
    if (!VERSION.matcher(version).matches()) {
      String answer =
          version.isEmpty()
              ? "nothing"
              : "'%.80s'".formatted(version.lines().findFirst().orElse(""));
      throw GopException.environment(
          "%s is no dav1d 1.0 or newer, its --version says %s: %s"
              .formatted(path, answer, HOW_TO_GET),
          null);
    }
    return "dav1d %s at %s".formatted(version, path);
  }

  private String version() {
    Process process;
    try {
      process = start(List.of("--version"));
    } catch (IOException e) {
      throw GopException.environment(path + " cannot be started: " + e.getMessage(), e);
    }
    try {
      if (!process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS)) {
        throw GopException.environment(path + " does not answer --version", null);
      }
      byte[] answer = process.getInputStream().readNBytes(MAX_ANSWER);
      byte[] complaint = process.getErrorStream().readNBytes(MAX_ANSWER);
      return new String(answer.length > 0 ? answer : complaint, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw GopException.environment("%s: %s".formatted(path, e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GopException(GopException.Kind.INTERRUPTED, "interrupted", e);
    } finally {
      Processes.kill(process);
    }
  }

  private static Dav1d inPath(String name) {
    String folders = System.getenv("PATH");
    for (String folder : (folders == null ? "" : folders).split(File.pathSeparator, -1)) {
      Path file = folder.isEmpty() ? null : path(folder);
      if (file != null && isProgram(file.resolve(name))) {
        return new Dav1d(file.resolve(name).toAbsolutePath());
      }
    }
    throw GopException.environment("there is no %s in PATH: %s".formatted(name, HOW_TO_GET), null);
  }

  private static boolean hasLibrary(Path folder) {
    try (var files = Files.newDirectoryStream(folder, "libdav1d.so*")) {
      return files.iterator().hasNext();
    } catch (IOException _) {
      return false;
    }
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  private static @Nullable Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException _) {
      return null;
    }
  }
}
