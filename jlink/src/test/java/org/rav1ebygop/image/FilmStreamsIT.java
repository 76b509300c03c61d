package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What goes with the pictures of a film, and what the pictures are.
class FilmStreamsIT {
  private static final Image IMAGE = Image.built();
  private static final String PICTURES = "-f lavfi -i testsrc2=s=96x64:r=25:d=2 ";

  @TempDir Path scratch;

  @Test
  void subtitlesEndWithAFilmOfWhichTheEndIsLeftOut() throws IOException {
    Path subtitles =
        Files.writeString(scratch.resolve("s.srt"), "1\n00:00:00,500 --> 00:00:01,900\nLong\n\n");
    Path film = film("in.mkv", PICTURES + "-i " + subtitles + " -c:v libx264 -c:s srt");
    Path made = scratch.resolve("made.mkv");
    IMAGE.run(film, "-s", 10, "--limit", 25, "-o", made).toEnd().expectCode(0);
    assertEquals(1.0, Double.parseDouble(Probe.probe(made, "format=duration").strip()), 0.002);
  }

  @Test
  void tagsThatMp4HasNoNameForStay() throws IOException {
    Path film =
        film(
            "phone.mov",
            PICTURES
                + "-c:v libx264 -movflags use_metadata_tags"
                + " -metadata com.apple.quicktime.make=Apple");
    Path made = scratch.resolve("made.mp4");
    IMAGE.run(film, "-s", 10, "-o", made).toEnd().expectCode(0);
    String tags = Probe.probe(made, "format_tags");
    assertTrue(tags.contains("Apple"), tags);
  }

  @Test
  void oneStreamCanBeLeftOut() throws IOException {
    Path film =
        film(
            "two.mkv",
            PICTURES
                + "-f lavfi -i sine=d=2 -f lavfi -i sine=d=2 -map 0 -map 1 -map 2 -c:v libx264"
                + " -c:a:0 flac -c:a:1 libopus");
    Path made = scratch.resolve("made.webm");
    Outcome refused = IMAGE.run(film, "-s", 10, "-o", made).toEnd().expectCode(2);
    assertTrue(refused.stderr().contains("--muxer-option drop=1,"), refused::toString);
    IMAGE.run(film, "-s", 10, "-o", made, "--muxer-option", "drop=1").toEnd().expectCode(0);
    assertEquals("av1, opus", Probe.streams(made));
  }

  @Test
  void aFilmThatIsInterlacedInPartsIsRefusedUnlessDeinterlaced() throws IOException {
    Path progressive = film("p.ts", PICTURES + "-c:v libx264 -f mpegts");
    Path interlaced =
        film(
            "i.ts",
            "-f lavfi -i testsrc2=s=96x64:r=50:d=2,interlace,setfield=tff -c:v libx264"
                + " -flags +ildct+ilme -x264-params interlaced=1:tff=1 -f mpegts");
    Path list =
        Files.write(scratch.resolve("list"), List.of("file " + progressive, "file " + interlaced));
    Path film = film("mixed.mkv", "-f concat -safe 0 -i " + list + " -c copy");
    Path made = scratch.resolve("made.mkv");
    Outcome refused = IMAGE.run(film, "-s", 10, "-o", made).toEnd().expectCode(3);
    assertTrue(refused.stderr().contains("interlaced in parts"), refused::toString);
    Outcome mended =
        IMAGE
            .run(film, "-s", 10, "-o", made, "--video-filter", "bwdif=mode=send_frame")
            .toEnd()
            .expectCode(0);
    assertTrue(mended.stderr().contains("it is interlaced in parts"), mended::toString);
    assertEquals(100, Probe.times(made).size());
  }

  private Path film(String name, String arguments) throws IOException {
    Path film = scratch.resolve(name);
    new Run("ffmpeg", "-v", "error", "-y")
        .and((Object[]) arguments.strip().split(" +"))
        .and(film)
        .toEnd()
        .expectCode(0);
    return film;
  }
}
