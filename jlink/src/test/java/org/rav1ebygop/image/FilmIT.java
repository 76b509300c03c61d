package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A film goes in with all that belongs to it, and comes out so.
class FilmIT {
  private static final Image IMAGE = Image.built();
  private static final int FRAMES = 48;

  /// Matroska counts in milliseconds, and ffmpeg 5 forgets 6.5 of them before Opus.
  private static final double SYNC_SECONDS = 0.008;

  private static final double MILLISECOND = 0.0011;

  private static final String MASTER =
      "G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,1)";
  private static final String HDR =
      "log-level=error:hdr10=1:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc:range=limited:chromaloc=2:max-cll=1000,400:master-display="
          + MASTER;
  private static final String SUBTITLES =
      "1\n00:00:00,500 --> 00:00:01,500\nHello\n\n2\n00:00:01,600 --> 00:00:01,900\nWorld\n";
  private static final String CHAPTERS =
      """
      ;FFMETADATA1
      title=My film
      [CHAPTER]
      TIMEBASE=1/1000
      START=0
      END=1000
      title=One
      [CHAPTER]
      TIMEBASE=1/1000
      START=1000
      END=2000
      title=Two
      """;

  @TempDir Path scratch;

  @Test
  void matroskaHoldsAllOfIt() throws IOException {
    Path film = rich();
    Path made = scratch.resolve("l'été, \"a film\".mkv");
    encode(film, made);
    assertVideoOf(film, made);
    assertEquals("64:45", Probe.shape(made));
    assertEquals(Probe.streams(film), Probe.streams(made).replace("av1", "hevc"));
    assertEquals(Probe.hashes(film), Probe.hashes(made));
    assertSync(film, made, 2);
    String info = new Run("mkvinfo", made).toEnd().expectCode(0).stdout();
    for (String line :
        List.of(
            "Default duration: 00:00:00.041708333",
            "Maximum content light: 1000",
            "Maximum frame light: 400",
            "Red color coordinate x: 0.68",
            "Minimum luminance: 0.0001",
            "Chapter string: Two",
            "File name: font.ttf",
            "Title: My film")) {
      assertTrue(info.contains(line), line + " is not in\n" + info);
    }
  }

  @Test
  void mp4HoldsWhatItCanAndTheRestIsSaidBefore() throws IOException {
    Path film = rich();
    Path made = scratch.resolve("film.mp4");
    Outcome run = encode(film, made);
    assertTrue(run.stderr().contains("(subrip, spa) is converted to mov_text"), run::toString);
    assertTrue(run.stderr().contains("font.ttf is left out: MP4 holds no"), run::toString);
    assertVideoOf(film, made);
    assertEquals(Probe.hashes(film), Probe.hashes(made));
    assertSync(film, made, 2);
    assertEquals("64:45", Probe.shape(made));
    assertTrue(Probe.streams(made).startsWith("av1 ger, opus eng, flac fra, mov_text spa"));
  }

  @Test
  void whatWebmDoesNotHoldIsRefusedBeforeTheEncodeUnlessLeftOut() throws IOException {
    Path film = rich();
    Path made = scratch.resolve("film.webm");
    Outcome refused = IMAGE.run(film, "-s", 10, "-o", made).toEnd().expectCode(2);
    assertTrue(refused.stderr().contains("WebM does not hold audio stream 2 (flac, fra)"));
    assertFalse(Files.exists(made));
    encode(film, made, "--no-audio", "--no-subtitles", "--no-chapters");
    assertVideoOf(film, made);
    assertEquals("av1 ger", Probe.streams(made));
  }

  @Test
  void framesOfAVariableRateAreShownWhenTheyWereAndSoundIsCutWithThem() throws IOException {
    Path film =
        Clips.contained(
            "variable.mkv",
            "matroska",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=192x108:rate=30,select='not(mod(n,3))+lt(n,20)'",
            "-f",
            "lavfi",
            "-i",
            "sine=440",
            "-t",
            2,
            "-fps_mode",
            "vfr",
            "-c:v",
            "libx264",
            "-bf",
            2,
            "-c:a",
            "libopus",
            "-output_ts_offset",
            5);
    for (String name : List.of("vfr.mkv", "vfr.mp4")) {
      Path made = scratch.resolve(name);
      Outcome run = encode(film, made);
      assertTrue(run.stderr().contains("its frame rate varies"), run::toString);
      assertSameTimes(Probe.times(film), Probe.times(made));
      assertSync(film, made, 1);
    }
    Path part = scratch.resolve("part.mkv");
    encode(film, part, "--limit", 15);
    assertSameTimes(Probe.times(film).subList(0, 15), Probe.times(part));
    assertEquals(0.5, Double.parseDouble(Probe.probe(part, "format=duration").strip()), 0.05);
  }

  @Test
  void aFilmWithoutAnythingElseGoesIntoAContainerToo() throws IOException {
    Path made = scratch.resolve("bare.mkv");
    encode(Clips.small(12), made);
    assertEquals(12, Probe.times(made).size());
  }

  @Test
  void aContainerCanBeVerifiedAndComparedWithItsSource() throws IOException {
    Path film = rich();
    Path made = scratch.resolve("made.mkv");
    encode(film, made);
    Outcome good = IMAGE.run("verify", made, "--against", film).toEnd().expectCode(0);
    assertTrue(good.stdout().startsWith(made + ": MKV, AV1 profile 0"), good::toString);
    assertTrue(good.stdout().contains("Good: 48 frames, every one decoded and that of"));
    IMAGE.run("verify", made, "--against", Clips.small(48)).toEnd().expectCode(4);
    Path cut = scratch.resolve("cut.mkv");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(made), (int) Files.size(made) * 2 / 3));
    Outcome damaged = IMAGE.run("verify", cut).toEnd().expectCode(3);
    assertTrue(damaged.stderr().contains("is damaged"), damaged::toString);
    Outcome other = IMAGE.run("verify", film).toEnd().expectCode(3);
    assertTrue(other.stderr().contains("there is no AV1 in"), other::toString);
  }

  private Outcome encode(Path film, Path made, Object... options) throws IOException {
    Outcome run =
        IMAGE.run(film, "-s", 10, "--no-progress", "-o", made).and(options).toEnd().expectCode(0);
    assertTrue(run.stderr().contains("the file read back"), run::toString);
    return run;
  }

  /// 10 bits, HDR10, 23.976 fps, two languages one of which starts late, and more.
  private Path rich() throws IOException {
    Path subtitles = Files.writeString(scratch.resolve("film.srt"), SUBTITLES);
    Path chapters = Files.writeString(scratch.resolve("film.txt"), CHAPTERS);
    Path font = Files.writeString(scratch.resolve("font.ttf"), "no real font");
    Path film =
        Clips.contained(
            "rich.mkv",
            "matroska",
            (Object[])
                ("-f lavfi -i testsrc2=size=192x108:rate=24000/1001 -itsoffset 0.25 -f lavfi"
                        + " -i sine=440:duration=1.7 -f lavfi -i sine=880:duration=2 -i "
                        + subtitles
                        + " -i "
                        + chapters
                        + " -map 0 -map 1 -map 2 -map 3 -map_metadata 4 -t 2 -pix_fmt yuv420p10le"
                        + " -vf setsar=64/45 -c:v libx265 -x265-params "
                        + HDR
                        + " -preset ultrafast -c:a:0 libopus -c:a:1 flac -c:s srt"
                        + " -metadata:s:v:0 language=ger -metadata:s:a:0 language=eng"
                        + " -metadata:s:a:1 language=fra -metadata:s:s:0 language=spa -attach "
                        + font
                        + " -metadata:s:t mimetype=font/ttf")
                    .split(" "));
    return Files.copy(film, scratch.resolve("fi lm's \"ü\".mkv"));
  }

  /// The tools agree about the pictures.
  private static void assertVideoOf(Path film, Path made) throws IOException {
    assertEquals(FRAMES, Probe.times(made).size());
    assertSameTimes(Probe.times(film), Probe.times(made));
    String entries =
        "stream=r_frame_rate,color_range,color_space,color_transfer,color_primaries,chroma_location";
    assertEquals(
        Probe.probe(film, entries, "-select_streams", "v").strip().replaceAll(",$", ""),
        Probe.probe(made, entries, "-select_streams", "v").strip().replaceAll(",$", ""));
    String media =
        new Run(
                "mediainfo",
                "--Output=Video;%FrameCount%|%Duration%|%FrameRate%|%colour_range%|%colour_primaries%|%transfer_characteristics%|%matrix_coefficients%|%MasteringDisplay_Luminance%|%MaxCLL%|%MaxFALL%|%Language%",
                made)
            .toEnd()
            .expectCode(0)
            .stdout()
            .strip()
            .replace(" cd/m2", "")
            .replace("2002.000000", "2002");
    assertEquals(
        "48|2002|23.976|Limited|BT.2020|PQ|BT.2020 non-constant|min: 0.0001, max: 1000|1000|400|de",
        media);
  }

  private static void assertSameTimes(List<Double> expected, List<Double> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < actual.size(); i++) {
      assertEquals(expected.get(i), actual.get(i), MILLISECOND, "frame " + i);
    }
  }

  /// Sound begins as long after the pictures as it did.
  private static void assertSync(Path film, Path made, int sounds) throws IOException {
    for (int i : IntStream.range(0, sounds).toArray()) {
      double before = Probe.start(film, "a:" + i) - Probe.start(film, "v:0");
      assertEquals(
          before,
          Probe.start(made, "a:" + i) - Probe.start(made, "v:0"),
          SYNC_SECONDS,
          "sound " + i);
    }
  }
}
