package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each frame is shown when it is in the input, and the sound stays where it was.
class FilmTimesIT {
  private static final Image IMAGE = Image.built();
  private static final String PICTURES = "-f lavfi -i testsrc2=s=96x64:r=25:d=2 ";
  private static final String SOUND = "-f lavfi -i sine=r=44100:d=2 ";
  private static final String SLOWER = "-f lavfi -i testsrc2=s=96x64:r=30,select='lt(mod(n,6),4)' ";
  private static final double FRAME = 0.04;
  private static final double SYNC = 0.01;

  @TempDir Path scratch;

  @Test
  void aFilmThatDoesNotStartAtZeroKeepsItsSoundAtAConstantRate() throws IOException {
    Path film = film("start.ts", PICTURES + SOUND + "-c:v libx264 -c:a mp2 -f mpegts");
    Path later = copy(film, "later.ts", "-output_ts_offset", "50000", "-f", "mpegts");
    for (Path source : List.of(film, later)) {
      assertKept(source, "mkv");
      assertKept(source, "mkv", "--input-option", "times=constant");
      assertKept(source, "mp4", "--input-option", "frame-rate=25");
      assertKept(source, "mkv", "--video-filter", "hflip", "--limit", 30);
    }
  }

  @Test
  void soundThatStartsLaterThanThePicturesOfABroadcastStaysLate() throws IOException {
    assertKept(
        film("late.ts", PICTURES + "-itsoffset 0.7 " + SOUND + "-c:v libx264 -c:a mp2 -f mpegts"),
        "mkv");
  }

  @Test
  void aDoubledTimeStampMovesOneFrameOnly() throws IOException {
    Path film = film("vfr.mkv", SLOWER + SOUND + "-t 2 -fps_mode vfr -c:v libx264 -bf 0 -c:a flac");
    for (int frame : List.of(5, 35)) {
      String set =
          String.format(
              Locale.ROOT,
              "setts=pts=if(eq(N\\,%d)\\,PREV_OUTPTS\\,PTS):dts=if(eq(N\\,%<d)\\,PREV_OUTDTS\\,DTS)",
              frame);
      Path twice = copy(film, frame + ".mkv", "-bsf:v", set);
      Outcome run = encode(twice, scratch.resolve(frame + ".av1.mkv"));
      assertTrue(run.stderr().contains("1 of 40 frames"), run::toString);
      List<Double> times = Probe.times(scratch.resolve(frame + ".av1.mkv"));
      List<Double> expected = Probe.times(film);
      for (int i = 0; i < times.size(); i++) {
        assertEquals(expected.get(i), times.get(i), FRAME, "frame " + i);
      }
    }
  }

  @Test
  void framesOfOldContainersAreShownAsPlayersShowThem() throws IOException {
    for (String options :
        List.of(
            "xvid.avi -c:v mpeg4 -bf 2 -vtag XVID -c:a ac3",
            "h264.avi -c:v libx264 -bf 2 -c:a ac3",
            "vcd.mpg -c:v mpeg1video -bf 2 -c:a mp2")) {
      String[] parts = options.split(" ", 2);
      Path film = film(parts[0], PICTURES + SOUND + parts[1]);
      assertKept(film, "mkv");
      assertKept(film, "mp4", "--input-option", "times=constant");
    }
  }

  @Test
  void filmsJoinedAsTheyAreAreRefusedBeforeTheEncodeAndTheWayOutWorks() throws IOException {
    Path part = film("part.ts", PICTURES + SOUND + "-c:v libx264 -c:a mp2 -f mpegts");
    Path joined = Files.copy(part, scratch.resolve("joined.ts"));
    Files.write(joined, Files.readAllBytes(part), StandardOpenOption.APPEND);
    Path made = scratch.resolve("joined.av1.mkv");
    Outcome refused = IMAGE.run(joined, "-s", 10, "-o", made).toEnd().expectCode(3);
    assertTrue(refused.stderr().contains("starts anew at frame 50,"), refused::toString);
    assertFalse(Files.exists(scratch.resolve("joined.av1.mkv.gops")));
    Path mended = scratch.resolve("mended.mkv");
    new Run("ffmpeg", "-v", "error", "-fflags", "+genpts", "-i", joined)
        .and("-map", "0", "-c", "copy", mended)
        .toEnd()
        .expectCode(0);
    assertKept(mended, "mkv");
  }

  @Test
  void soundBeforeACutIsNotPlayed() throws IOException {
    Path whole = film("all.mp4", PICTURES + SOUND + "-c:v libx264 -g 50 -bf 2 -c:a aac");
    Path cut = scratch.resolve("cut.mp4");
    new Run("ffmpeg", "-v", "error", "-ss", "1.3", "-i", whole, "-c", "copy", cut)
        .toEnd()
        .expectCode(0);
    for (String container : List.of("mkv", "mp4")) {
      Path made = scratch.resolve("cut.av1." + container);
      encode(cut, made);
      double pictures = firstFrame(made, "v:0");
      assertEquals(17, Probe.times(made).size());
      // one packet more, for decoders to start with
      assertEquals(pictures, firstFrame(made, "a:0"), 0.03, container);
      assertEquals(
          lastFrame(cut, "a:0") - firstFrame(cut, "v:0"), lastFrame(made, "a:0") - pictures, SYNC);
    }
  }

  private void assertKept(Path film, String container, Object... options) throws IOException {
    Path made = scratch.resolve("made." + container);
    Files.deleteIfExists(made);
    encode(film, made, options);
    double before = firstFrame(film, "a:0") - firstFrame(film, "v:0");
    double after = firstFrame(made, "a:0") - firstFrame(made, "v:0");
    assertEquals(before, after, SYNC, film + " " + List.of(options));
    List<Double> expected = frames(film, "v:0");
    List<Double> times = frames(made, "v:0");
    for (int i = 0; i < Math.min(times.size(), expected.size()); i++) {
      assertEquals(
          expected.get(i) - expected.getFirst(), times.get(i) - times.getFirst(), 0.002, film + "");
    }
  }

  private static Outcome encode(Path film, Path made, Object... options) throws IOException {
    Outcome run =
        IMAGE.run(film, "-s", 10, "--no-progress", "-o", made).and(options).toEnd().expectCode(0);
    assertTrue(run.stderr().contains("the file read back"), run::toString);
    return run;
  }

  private static double firstFrame(Path film, String stream) throws IOException {
    return frames(film, stream).getFirst();
  }

  private static double lastFrame(Path film, String stream) throws IOException {
    return frames(film, stream).getLast();
  }

  /// When decoded frames are shown, without those at the end that have no time.
  private static List<Double> frames(Path film, String stream) throws IOException {
    return Probe.probe(film, "frame=best_effort_timestamp_time", "-select_streams", stream)
        .lines()
        .map(line -> line.replaceAll(",.*", ""))
        .filter(line -> line.matches("-?[0-9.]+"))
        .map(Double::parseDouble)
        .toList();
  }

  private Path film(String name, String arguments) throws IOException {
    Path film = scratch.resolve(name);
    new Run("ffmpeg", "-v", "error", "-y")
        .and((Object[]) arguments.strip().split(" +"))
        .and("-preset", "ultrafast", film)
        .toEnd()
        .expectCode(0);
    return film;
  }

  private Path copy(Path film, String name, Object... arguments) throws IOException {
    Path copy = scratch.resolve(name);
    new Run("ffmpeg", "-v", "error", "-i", film, "-c", "copy")
        .and(arguments)
        .and(copy)
        .toEnd()
        .expectCode(0);
    return copy;
  }
}
