package org.rav1ebygop.decoder.dav1d;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.child.process.ChildEnvironment;
import org.rav1ebygop.child.process.ProcessTree;
import org.rav1ebygop.child.process.ProgramFinder;

/// The executable: the one the option names, else the one the system property [#PROPERTY] names,
/// else the first in PATH. The library it needs is looked for beside it first, where a runtime
/// image has it.
///
/// @param path of the executable
record Dav1d(Path path) {
  /// The system property by which a runtime image names the dav1d it brings along.
  static final String PROPERTY = "rav1ebygop.dav1d";

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
  /// @throws GopException of kind ENVIRONMENT when there is none
  static Dav1d find(@Nullable String option) {
    return new Dav1d(
        ProgramFinder.withBundled("dav1d", "--dav1d", HOW_TO_GET, PROPERTY).find(option));
  }

  /// Starts it with an empty input and pipes on the two other streams, and hands it over.
  <T> T start(List<String> arguments, ProcessTree.Keeper<T> keeper) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(path.toString());
    command.addAll(arguments);
    return ProcessTree.start(
        command,
        environment(),
        process -> {
          process.getOutputStream().close();
          return keeper.take(process);
        });
  }

  /// With its library, if that is beside it.
  private Map<String, String> environment() {
    Path folder = path.getParent();
    if (folder == null || !hasLibrary(folder)) {
      return Map.of();
    }
    String known = Objects.requireNonNullElse(System.getenv(ChildEnvironment.LIBRARY_PATH), "");
    return Map.of(
        ChildEnvironment.LIBRARY_PATH, ChildEnvironment.prepend(folder.toString(), known));
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
      process = start(List.of("--version"), started -> started);
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
      ProcessTree.kill(process);
    }
  }

  private static boolean hasLibrary(Path folder) {
    try (var files = Files.newDirectoryStream(folder, "libdav1d.so*")) {
      return files.iterator().hasNext();
    } catch (IOException | DirectoryIteratorException _) {
      return false;
    }
  }
}
