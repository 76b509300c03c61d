package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Programs that read and mux for us die, or are not there.
class FilmFaultIT {
  private static final Image IMAGE = Image.built();

  /// Bytes of a packet of MPEG-TS.
  private static final int PACKET = 188;

  private static final String[] BROADCAST =
      ("-f lavfi -i testsrc2=size=96x64:rate=25:duration=2 -f lavfi -i sine=duration=2"
              + " -c:v libx264 -g 10 -c:a aac")
          .split(" ");

  @TempDir Path scratch;

  @Test
  void aMuxThatFailsIsDoneAgainAlone() throws IOException {
    Path made = scratch.resolve("film.mkv");
    Path bin = faulty("*' pipe:0 '*", "head -c 3000 >/dev/null; kill -9 $$");
    Outcome failed = run(made).with("PATH", path(bin)).toEnd().expectCode(5);
    assertTrue(failed.stderr().contains("muxing with ffmpeg failed: it was ended by SIGKILL"));
    assertTrue(failed.stderr().contains("run again with --resume"), failed::toString);
    assertEquals(
        List.of("film.mkv.gops"),
        Tools.names(scratch).stream()
            .filter(n -> n.startsWith("film") || n.startsWith(".film"))
            .toList());
    Outcome muxed = run(made).and("--resume").toEnd().expectCode(0);
    assertTrue(muxed.stderr().contains("40 of them by an earlier run"), muxed::toString);
    assertSameAsUndisturbed(made);
  }

  @Test
  void aMuxThatLosesSoundIsNoticedAlthoughItEndsWell() throws IOException {
    Path film = Clips.contained("sound.ts", "mpegts", (Object[]) BROADCAST);
    Path made = scratch.resolve("film.mkv");
    Path bin =
        faulty(
            "*' pipe:0 '*",
            "for t; do :; done; \"$real\" \"$@\" && \"$real\" -v error -y -i \"$t\" -map 0 -c copy"
                + " -frames:a 9 -f matroska \"$t.x\" && mv \"${t#file:}.x\" \"${t#file:}\"; exit");
    Outcome failed =
        IMAGE.run(film, "-s", 10, "-o", made).with("PATH", path(bin)).toEnd().expectCode(5);
    assertTrue(failed.stderr().contains("audio stream 1 (aac)"), failed::toString);
    assertTrue(failed.stderr().contains(": 9 packets of "), failed::toString);
    assertTrue(failed.stderr().contains("with --no-audio"), failed::toString);
    IMAGE.run(film, "-s", 10, "-o", made, "--resume").toEnd().expectCode(0);
  }

  @Test
  void aMuxThatComplainsIsNoFilm() throws IOException {
    Path made = scratch.resolve("film.mkv");
    Path bin = faulty("*' pipe:0 '*", "echo 'read error' >&2;");
    Outcome failed = run(made).with("PATH", path(bin)).toEnd().expectCode(5);
    assertTrue(failed.stderr().contains("complains while it muxes: read error"), failed::toString);
    assertTrue(Files.notExists(made));
  }

  @Test
  void aMuxThatStandsStillIsEnded() throws IOException {
    Path made = scratch.resolve("film.mkv");
    Path bin = faulty("*' pipe:0 '*", "kill -STOP $$");
    Run stopped = run(made).and("--muxer-option", "stall-timeout=1");
    Outcome failed = stopped.with("PATH", path(bin)).toEnd().expectCode(5);
    assertTrue(failed.stderr().contains("it made no progress for 1 s"), failed::toString);
    run(made).and("--resume").toEnd().expectCode(0);
  }

  @Test
  void damagedSoundIsFoundBeforeTheEncode() throws IOException {
    byte[] film = Files.readAllBytes(Clips.contained("sound.ts", "mpegts", (Object[]) BROADCAST));
    List<Integer> sound =
        IntStream.range(0, film.length / PACKET)
            .filter(i -> (film[i * PACKET + 1] & 0x1F) == 1 && film[i * PACKET + 2] == 1)
            .boxed()
            .toList();
    for (int packet : sound.subList(sound.size() * 2 / 3, sound.size() * 2 / 3 + 2)) {
      for (int i = 30; i < PACKET; i++) {
        film[packet * PACKET + i] = (byte) (i * 37);
      }
    }
    Path damaged = Files.write(scratch.resolve("damaged.ts"), film);
    Path made = scratch.resolve("made.mkv");
    Outcome refused = IMAGE.run(damaged, "-s", 10, "-o", made).toEnd().expectCode(3);
    assertTrue(refused.stderr().contains("audio stream 1 (aac) is damaged"), refused::toString);
    assertTrue(refused.stderr().contains("with --no-audio"), refused::toString);
    assertEquals(List.of("damaged.ts"), Tools.names(scratch));
    for (String way : List.of("--no-audio", "--input-option=damage=accept")) {
      IMAGE.run(damaged, "-s", 10, "-o", made, "--overwrite", way).toEnd().expectCode(0);
    }
    assertEquals("av1, aac", Probe.streams(made));
  }

  @Test
  void aReaderThatDiesLosesNothing() throws IOException {
    Path made = scratch.resolve("film.mkv");
    Path bin =
        faulty(
            "*' -f yuv4mpegpipe '*", "\"$real\" \"$@\" 2>/dev/null | head -c 900000; kill -9 $$");
    Outcome failed = run(made).with("PATH", path(bin)).toEnd().expectCode(5);
    assertTrue(failed.stderr().contains("ffmpeg was ended by SIGKILL"), failed::toString);
    assertTrue(failed.stderr().contains("after 28 frames"), failed::toString);
    run(made).and("--resume").toEnd().expectCode(0);
    assertSameAsUndisturbed(made);
  }

  @Test
  void anotherFilmUnderTheSameNameIsNotGoneOnWith() throws IOException {
    Path film = Files.copy(plain(), scratch.resolve("changing.mkv"));
    Path made = scratch.resolve("film.mkv");
    Path bin = faulty("*' pipe:0 '*", "kill -9 $$");
    Run first = IMAGE.run(film, "-s", 10, "--keyint", 20, "-o", made);
    first.with("PATH", path(bin)).toEnd().expectCode(5);
    Files.write(film, Files.readAllBytes(otherFilm()));
    Outcome refused =
        IMAGE.run(film, "-s", 10, "--keyint", 20, "-o", made, "--resume").toEnd().expectCode(2);
    assertTrue(refused.stderr().contains("the input was "), refused::toString);
  }

  @Test
  void missingProgramsAreNamedWithHowToGetThem() throws IOException {
    Path empty = Files.createDirectory(scratch.resolve("empty"));
    Outcome failed =
        run(scratch.resolve("film.mkv")).with("PATH", empty.toString()).toEnd().expectCode(5);
    assertTrue(failed.stderr().contains("no ffmpeg in PATH: install ffmpeg"), failed::toString);
  }

  @Test
  void whatIsNoFilmIsRefused() throws IOException {
    Path junk = Files.writeString(scratch.resolve("junk.mkv"), "no film at all\n");
    Outcome refused = IMAGE.run(junk, "-o", scratch.resolve("o.mkv")).toEnd().expectCode(3);
    assertTrue(refused.stderr().contains("cannot be read by ffmpeg"), refused::toString);
  }

  private static Run run(Path made) throws IOException {
    return IMAGE.run(plain(), "-s", 10, "--keyint", 20, "--no-progress", "-o", made);
  }

  private void assertSameAsUndisturbed(Path made) throws IOException {
    Path other = scratch.resolve("undisturbed.mkv");
    run(other).toEnd().expectCode(0);
    assertEquals(-1, Files.mismatch(made, other));
  }

  /// A folder with an ffmpeg that goes wrong when its arguments are such.
  ///
  /// @param when pattern of the shell
  private Path faulty(String when, String then) throws IOException {
    Path bin = Files.createDirectory(scratch.resolve("bin"));
    String real = new Run("sh", "-c", "command -v ffmpeg").toEnd().expectCode(0).stdout().strip();
    Path program =
        Files.writeString(
            bin.resolve("ffmpeg"),
            "#!/bin/sh%nreal=%s%ncase \" $* \" in %s) %s ;; esac%nexec \"$real\" \"$@\"%n"
                .formatted(real, when, then));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return bin;
  }

  private static String path(Path first) {
    return first + ":" + System.getenv("PATH");
  }

  private static Path plain() throws IOException {
    return film("plain.mkv", 40, "440");
  }

  private static Path otherFilm() throws IOException {
    return film("other.mkv", 39, "880");
  }

  private static Path film(String name, int frames, String tone) throws IOException {
    return Clips.contained(
        name,
        "matroska",
        (Object[])
            String.format(
                    Locale.ROOT,
                    ("-f lavfi -i testsrc2=size=192x108:rate=25 -f lavfi -i sine=%s -frames:v %d -t"
                        + " 1.6 -c:v libx264 -c:a flac"),
                    tone,
                    frames)
                .split(" "));
  }
}
