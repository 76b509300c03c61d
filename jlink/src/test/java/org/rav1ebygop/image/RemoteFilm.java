package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.image.FaultyLink.Fault;

/// A film that workers encode, and the same film encoded on this machine.
abstract class RemoteFilm {
  static final Image IMAGE = Image.built();

  @TempDir Path scratch;
  private final List<AutoCloseable> open = new ArrayList<>();

  /// Made once for all classes, which may run in parallel.
  private static final class Here {
    static final byte[] FILM = encoded();

    private static byte[] encoded() {
      try {
        Path folder = Files.createTempDirectory("here");
        Path film = folder.resolve("here.ivf");
        encode(film).toEnd().expectCode(0);
        byte[] bytes = Files.readAllBytes(film);
        Files.delete(film);
        Files.delete(folder);
        return bytes;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  final RunningWorker worker(Map<String, String> environment, Object... options)
      throws IOException {
    var all = new ArrayList<Object>(List.of("--threads", 2));
    all.addAll(List.of(options));
    return closing(RunningWorker.start(environment, all.toArray()));
  }

  /// Something that is closed when the test ends.
  final <T extends AutoCloseable> T closing(T opened) {
    open.add(opened);
    return opened;
  }

  final RunningWorker tlsWorker() throws IOException {
    IMAGE.worker("--generate-cert", "--cert-host", "127.0.0.1").in(scratch).toEnd().expectCode(0);
    return worker(
        Map.of(
            "TLS_CERT_PATH", scratch.resolve("worker-cert.pem").toString(),
            "TLS_KEY_PATH", scratch.resolve("worker-key.pem").toString()));
  }

  /// A worker whose encoders hold what they are given, until there is a file `go` in the folder.
  ///
  /// @param folder is made, for what it has been given
  final RunningWorker holdingWorker(String folder, Object... options) throws IOException {
    return worker(Map.of(), with(options, "--rav1e", holder(folder).holdingAll()));
  }

  /// A worker whose encoders hold what they are given but for the first GOP, until there is a file
  /// `go` in the folder.
  ///
  /// @param folder is made, for what it has been given
  final RunningWorker almostHoldingWorker(String folder, Object... options) throws IOException {
    return worker(Map.of(), with(options, "--rav1e", holder(folder).holdingAllButOne()));
  }

  private BadEncoder holder(String folder) throws IOException {
    return new BadEncoder(IMAGE, Files.createDirectory(scratch.resolve(folder)));
  }

  private static Object[] with(Object[] options, Object... more) {
    return Stream.concat(Stream.of(options), Stream.of(more)).toArray();
  }

  /// Waits until an encoder of a worker that holds them has a GOP.
  final void awaitHeld(Running run, String folder) {
    run.awaitThat("an encoder holds a GOP", () -> gopsIn(scratch.resolve(folder)) > 0);
  }

  static String pin(RunningWorker worker) {
    return worker.process().stderrSoFar().replaceFirst("(?s).*(sha256:[0-9a-f]{64}).*", "$1");
  }

  final FaultyLink link(RunningWorker worker, IntFunction<Fault> faults) throws IOException {
    return closing(new FaultyLink(worker.port(), faults));
  }

  static String at(FaultyLink link, RunningWorker worker) {
    return worker.toml("").replace("port = " + worker.port(), "port = " + link.port());
  }

  final Run remote(String toml) throws IOException {
    Path file = replace(scratch.resolve("workers.toml"), toml);
    return encode(scratch.resolve("out.ivf")).and("--workers", file);
  }

  /// A file that is read while it changes is the old one or the new one.
  static Path replace(Path file, String content) throws IOException {
    Path next = Files.writeString(file.resolveSibling("next.toml"), content);
    return Files.move(
        next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  final Outcome expectTheFilm(Run run) throws IOException {
    Files.deleteIfExists(scratch.resolve("out.ivf"));
    Outcome outcome = run.toEnd().expectCode(0);
    expectTheSame();
    return outcome;
  }

  final void expectTheSame() throws IOException {
    byte[] film = Files.readAllBytes(scratch.resolve("out.ivf"));
    assertEquals(-1, Arrays.mismatch(Here.FILM, film));
    assertFalse(Files.exists(scratch.resolve("out.ivf.gops")));
  }

  /// How many GOPs [BadEncoder]s have got whole; a trial has a single frame.
  final long gopsAtEncoders() {
    return gopsIn(scratch);
  }

  private static long gopsIn(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("gop-"))
          .filter(file -> file.toFile().length() > 100_000)
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Six GOPs.
  static Run encode(Path output) throws IOException {
    return IMAGE
        .run(Clips.small(72), "-o", output, "--speed", 10, "--verify", "decode")
        .and("--splitter", "fixed", "--keyint", 12);
  }
}
