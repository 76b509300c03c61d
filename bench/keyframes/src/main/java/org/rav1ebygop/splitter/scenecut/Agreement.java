package org.rav1ebygop.splitter.scenecut;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.rav1ebygop.api.KeyframeDecision;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.SplitterSettings;
import org.rav1ebygop.api.spi.SeekableSource;
import org.rav1ebygop.av1.IvfReader;
import org.rav1ebygop.av1.TemporalUnitReader;
import org.rav1ebygop.input.y4m.Y4mReaderProvider;
import org.rav1ebygop.testkit.Inputs;

/// Compares the keyframes of y4m films with those that rav1e itself makes: speed 6 looks for them
/// as `standard` does, speed 10 as `fast` does. A keyframe is right when it is at the same frame;
/// the one at 0 does not count.
public final class Agreement {
  private int both;
  private int ours;
  private int theirs;

  private Agreement() {}

  /// @param args the rav1e to compare with, and the films
  public static void main(String[] args) throws IOException, InterruptedException {
    Path stream = Files.createTempFile("keyframes", ".ivf");
    try {
      for (Speed speed : Speed.values()) {
        var all = new Agreement();
        for (String film : List.of(args).subList(1, args.length)) {
          all.add(film, found(film, speed), encoded(args[0], film, speed, stream));
        }
        System.out.println(speed + ": " + all);
      }
    } finally {
      Files.delete(stream);
    }
  }

  @Override
  public String toString() {
    double f1 = 2.0 * both / Math.max(1, 2 * both + ours + theirs);
    return String.format(
        Locale.ROOT, "in both %d, only ours %d, only rav1e's %d, F1 %.4f", both, ours, theirs, f1);
  }

  private void add(String film, TreeSet<Long> found, TreeSet<Long> encoded) {
    var common = new TreeSet<>(found);
    common.retainAll(encoded);
    both += common.size();
    ours += found.size() - common.size();
    theirs += encoded.size() - common.size();
    if (!found.equals(encoded)) {
      System.out.printf("%s: ours %s, rav1e's %s%n", film, found, encoded);
    }
  }

  private static TreeSet<Long> found(String film, Speed speed) {
    var keyframes = new TreeSet<Long>();
    var settings = new SplitterSettings(12, 240, Options.NONE);
    var input = Inputs.file(Path.of(film));
    try (var source = (SeekableSource) new Y4mReaderProvider().open(input, Options.NONE);
        var splitter = new ScenecutSplitter(source.format().layout(), speed, settings)) {
      for (long i = 0; i < source.frameCount(); i++) {
        splitter.push(source.frame(i)).forEach(decision -> add(keyframes, decision));
        source.release(i);
      }
      splitter.finish().forEach(decision -> add(keyframes, decision));
    }
    return keyframes;
  }

  private static void add(TreeSet<Long> keyframes, KeyframeDecision decision) {
    if (decision.keyframe() && decision.frame() > 0) {
      keyframes.add(decision.frame());
    }
  }

  private static TreeSet<Long> encoded(String rav1e, String film, Speed speed, Path stream)
      throws IOException, InterruptedException {
    String preset = speed == Speed.FAST ? "10" : "6";
    var process =
        new ProcessBuilder(
                rav1e,
                film,
                "-s",
                preset,
                "-I",
                "240",
                "-i",
                "12",
                "--quantizer",
                "255",
                "--threads",
                "1",
                "-y",
                "-o",
                stream.toString())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(rav1e + " failed on " + film);
    }
    return keyframes(stream);
  }

  private static TreeSet<Long> keyframes(Path stream) throws IOException {
    var keyframes = new TreeSet<Long>();
    var units = new TemporalUnitReader();
    try (var reader = new IvfReader(FileChannel.open(stream))) {
      reader.header();
      long frame = 0;
      for (Packet packet = reader.next(); packet != null; packet = reader.next()) {
        if (units.read(packet.data()).keyFrame() && frame > 0) {
          keyframes.add(frame);
        }
        frame++;
      }
    }
    return keyframes;
  }
}
