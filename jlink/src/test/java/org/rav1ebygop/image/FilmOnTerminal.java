package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.rav1ebygop.testkit.Patience;

/// A film that is encoded on a terminal by two encoders, which wait until they may go on.
final class FilmOnTerminal implements AutoCloseable {
  private static final int SLOTS = 2;

  private static final Image IMAGE = Image.built();

  private final Path folder;
  final Tmux terminal;

  /// @param folder for all files
  /// @param options beside those for encoders that wait
  FilmOnTerminal(Path folder, String options) throws IOException {
    this.folder = folder;
    Path script =
        Files.writeString(
            folder.resolve("film"),
            """
            #!/bin/sh
            echo $$ >pid
            exec '%s' '%s' -o out.ivf --json events --splitter fixed --keyint 12 --speed 10 %s
            """
                .formatted(IMAGE.launcher(), Clips.small(96), options));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    terminal = new Tmux(folder, 80, 24);
    terminal.type("./film");
  }

  /// The options for two encoders here.
  static String here(Path folder) throws IOException {
    return "--stall-timeout off --threads 2 --local-workers 2 --rav1e '%s'"
        .formatted(encoder(folder));
  }

  /// A rav1e that waits for [#goOn].
  static Path encoder(Path folder) throws IOException {
    return new BadEncoder(IMAGE, folder).holdingAll();
  }

  /// Lets the encoders go on.
  void goOn() throws IOException {
    Files.createFile(folder.resolve("go"));
  }

  /// Waits until the film and both slots are on the screen, and nothing of them twice.
  void awaitView() {
    terminal.await("the view is there once", FilmOnTerminal::isViewAtTheEnd);
  }

  /// Whether the view is what is on the screen last, and there alone.
  private static boolean isViewAtTheEnd(List<String> lines) {
    return !lines.isEmpty()
        && isSlot(lines.getLast())
        && lines.stream().filter(FilmOnTerminal::isOverall).count() == 1
        && lines.stream().filter(FilmOnTerminal::isSlot).count() == SLOTS;
  }

  /// Whether a line belongs to the view.
  static boolean isOfView(String line) {
    return isOverall(line) || isSlot(line);
  }

  private static boolean isOverall(String line) {
    return line.matches(" *\\d+% \\d+/\\d+ .*");
  }

  private static boolean isSlot(String line) {
    return line.matches(" +\\S+/\\d +GOP \\d+ .*");
  }

  /// Stops the terminal by Ctrl-S, and waits until the work goes on while the screen stands still.
  void stopTerminal() throws IOException {
    terminal.press("C-s");
    List<String> before;
    do {
      before = terminal.lines();
      long told = count("progress");
      // each second; the view has a clock, which stands still only with the terminal
      awaitThat("progress is told", () -> count("progress") >= told + 3);
    } while (!terminal.lines().equals(before));
  }

  /// How many events of a kind there are.
  long count(String event) {
    String start = "{\"event\":\"%s\"".formatted(event);
    return events().filter(line -> line.startsWith(start)).count();
  }

  /// Waits for the last event.
  void awaitResult(String result) {
    String start = "{\"event\":\"summary\",\"result\":\"%s\"".formatted(result);
    awaitThat("the result is " + result, () -> events().anyMatch(line -> line.startsWith(start)));
  }

  /// Waits for the prompt, and for the exit code of the film.
  void expectCode(int code) throws IOException {
    terminal.await(
        "there is a prompt", lines -> !lines.isEmpty() && lines.getLast().equals(Tmux.PROMPT));
    terminal.type("echo code $?");
    terminal.awaitLine("code " + code);
    assertTrue(terminal.cursorShown());
  }

  /// Waits for the exit code of a film that could not take its view off: the prompt is written over
  /// the view then.
  void expectCodeBesideView(int code) throws IOException {
    terminal.type("code=$?; clear; echo code $code");
    terminal.awaitLine("code " + code);
  }

  /// The program.
  ProcessHandle process() throws IOException {
    long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    assertTrue(process.isPresent(), "it has ended");
    return process.get();
  }

  /// Whether all encoders are stopped. One that has ended before stays in the list of processes
  /// while the program is stopped.
  boolean encodersAreStopped() {
    try (Stream<ProcessHandle> children = process().children()) {
      List<String> states = children.map(FilmOnTerminal::state).toList();
      return states.stream().filter("T"::equals).count() == SLOTS
          && states.stream().allMatch(List.of("T", "Z")::contains);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The letter of a process in the list of processes.
  static String state(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc", "" + process.pid(), "stat"));
      return stat.substring(stat.lastIndexOf(')') + 2).substring(0, 1);
    } catch (IOException _) {
      return "none";
    }
  }

  static void awaitThat(String what, BooleanSupplier condition) {
    Patience.until(what, condition);
  }

  @Override
  public void close() throws IOException {
    terminal.close();
  }

  private Stream<String> events() {
    try {
      Path file = folder.resolve("events");
      return Files.exists(file) ? Files.readAllLines(file).stream() : Stream.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
