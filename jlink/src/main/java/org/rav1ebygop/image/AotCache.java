package org.rav1ebygop.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// Makes the AOT cache of an image (JEP 483, 514, 515) from a real run of the finished image.
///
/// Recording and creating are two steps with relative file names: the one-step form passes names on
/// through an environment variable, which blanks in the path of the image do not survive.
final class AotCache {
  private static final String MAIN = "org.rav1ebygop.cli/org.rav1ebygop.cli.Main";
  private static final String RECORDING = "recording";

  private final Path image;
  private final Path scratch;

  /// @param scratch is emptied first
  AotCache(Path image, Path scratch) {
    this.image = image;
    this.scratch = scratch;
  }

  /// Trains on the encoding of a short film; on `--help` where no rav1e is at hand.
  ///
  /// @return size of the cache in bytes
  long train() throws IOException, InterruptedException {
    Trees.delete(scratch);
    Files.createDirectories(scratch);
    record(trainingArguments());
    Path cache = scratch.resolve("cache");
    run(
        List.of(
            image.resolve("bin/java").toString(),
            "-XX:AOTMode=create",
            "-XX:AOTConfiguration=" + RECORDING,
            "-XX:AOTCache=" + cache.getFileName(),
            "-m",
            MAIN),
        "");
    Files.copy(cache, image.resolve("lib/rav1e-by-gop.aot"));
    return Files.size(cache);
  }

  private List<String> trainingArguments() throws IOException {
    if (!Files.exists(image.resolve("lib/rav1e/rav1e"))) {
      System.out.println("The AOT cache is trained without encoding: the image has no rav1e");
      return List.of("--help");
    }
    writeFilm(scratch.resolve("training.y4m"));
    // The fastest at which GOPs are decoded by default.
    return List.of("training.y4m", "-o", "training.ivf", "--speed", "9");
  }

  private void record(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(image.resolve("bin/rav1e-by-gop").toString());
    command.addAll(arguments);
    run(command, "-XX:AOTMode=record -XX:AOTConfiguration=" + RECORDING);
  }

  private void run(List<String> command, String jvmOptions)
      throws IOException, InterruptedException {
    Path log = scratch.resolve("log");
    ProcessBuilder builder = new ProcessBuilder(command).directory(scratch.toFile());
    builder.environment().put("RAV1E_BY_GOP_OPTS", jvmOptions);
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    process.getOutputStream().close();
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException("no end in 5 minutes: " + String.join(" ", command));
    }
    if (process.exitValue() != 0) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "exit code %d of %s%n%s",
              process.exitValue(),
              String.join(" ", command),
              Files.readString(log)));
    }
  }

  /// Two shots of 12 frames, 64x64: a ramp that moves, then its negative.
  private static void writeFilm(Path file) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      out.write("YUV4MPEG2 W64 H64 F25:1 Ip A1:1 C420jpeg\n".getBytes(US_ASCII));
      for (int frame = 0; frame < 24; frame++) {
        out.write("FRAME\n".getBytes(US_ASCII));
        for (int i = 0; i < 64 * 64; i++) {
          int ramp = (i % 64 + i / 64 + frame) % 128 * 2;
          out.write(frame < 12 ? ramp : 255 - ramp);
        }
        out.write(new byte[2 * 32 * 32]);
      }
    }
  }
}
