package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Attacks on the image by films and folders from elsewhere. docs/security.md names the test of
/// each promise, also those of [AttackListIT], [AttackWorkerIT] and [AttackLimitsIT].
class AttackIT {
  private static final Image IMAGE = Image.built();

  @TempDir Path scratch;

  /// A text that ffmpeg takes for a playlist, under the name of a film, so that a film from
  /// elsewhere on this machine would end up in the output.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hls    | #EXTM3U~#EXT-X-TARGETDURATION:2~#EXTINF:2,~SECRET~#EXT-X-ENDLIST~
          concat | ffconcat version 1.0~file secret.mkv~
          """)
  void aPlaylistNamedLikeAFilmReadsNoOtherFile(String format, String text) throws IOException {
    Path secret = Files.copy(film(), scratch.resolve("secret.mkv"));
    Path film = scratch.resolve("x.mkv");
    Files.writeString(film, text.replace("SECRET", secret.toString()).replace('~', '\n'));
    Path made = scratch.resolve("made.mkv");
    Outcome refused = IMAGE.run(film, "-s", 10, "-o", made).toEnd().expectCode(3);
    assertTrue(
        refused.stderr().contains(film + " makes ffmpeg read other files"), refused::toString);
    assertTrue(refused.stderr().contains("demuxer=hls"), refused::toString);
    assertFalse(Files.exists(made));
    IMAGE.run("verify", film).toEnd().expectCode(3);
    IMAGE
        .run(film, "-s", 10, "--input-option", "demuxer=" + format, "-o", made)
        .toEnd()
        .expectCode(0);
  }

  /// What was approved still reaches no other machine.
  @Test
  void aPlaylistReachesNoNetwork() throws IOException {
    Path film = scratch.resolve("x.m3u8");
    Files.writeString(
        film,
        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n");
    Outcome refused =
        IMAGE
            .run(film, "--input-option", "demuxer=hls", "-o", scratch.resolve("made.mkv"))
            .toEnd()
            .expectCode(3);
    assertTrue(refused.stderr().contains("cannot be read by ffmpeg"), refused::toString);
  }

  /// Encoders, decoders and ffmpeg need no password; a film or a plug-in that takes one of them
  /// over must not find it.
  @Test
  void childProcessesGetNoPassword() throws IOException {
    var programs = new BadEncoder(IMAGE, scratch);
    Path encoder = programs.script("encoder", "env >>DIR/seen\nexec REAL \"$@\"\n");
    Path made = scratch.resolve("made.ivf");
    IMAGE
        .run(Clips.small(20), "-s", 10, "--encoder-option", "path=" + encoder, "-o", made)
        .with("SERVER_PASSWORD", "correct horse")
        .with("AWS_SECRET_ACCESS_KEY", "battery staple")
        .with("LICENCE", "handed on")
        .with("RAV1E_BY_GOP_PASS_ENV", "LICENCE")
        .toEnd()
        .expectCode(0);
    List<String> seen = Files.readAllLines(scratch.resolve("seen"));
    assertTrue(seen.stream().anyMatch(line -> line.startsWith("PATH=")), seen::toString);
    assertTrue(seen.contains("LICENCE=handed on"), seen::toString);
    assertEquals(
        List.of(),
        seen.stream().filter(l -> l.contains("correct horse") || l.contains("battery")).toList());
  }

  /// A library in the folder that somebody encodes in must not be loaded by our decoder.
  @Test
  void noLibraryOfTheCurrentFolderIsLoaded() throws IOException {
    Files.writeString(scratch.resolve("libdav1d.so.6"), "no library");
    Files.writeString(scratch.resolve("libc.so.6"), "no library");
    Path made = scratch.resolve("made.ivf");
    IMAGE
        .run(Clips.small(20), "-s", 10, "--verify", "decode", "-o", made)
        .in(scratch)
        .with("LD_LIBRARY_PATH", "")
        .toEnd()
        .expectCode(0);
  }

  /// Through a link in a job folder of a download, files of the user would be read or overwritten.
  @Test
  void linksInAJobFolderLeadNowhere() throws IOException {
    Path precious = Files.writeString(scratch.resolve("precious"), "of the user");
    Path made = scratch.resolve("made.ivf");
    Path gops = scratch.resolve("made.ivf.gops");
    Run encode = IMAGE.run(Clips.small(20), "-s", 10, "-o", made);
    for (String name : List.of("lock", "job.json", "job.json.tmp", "keyframes", "frames-1.tmp")) {
      Files.createSymbolicLink(Files.createDirectories(gops).resolve(name), precious);
      Outcome refused = encode.toEnd().expectCode(2);
      assertTrue(refused.stderr().contains(gops + " holds " + name), refused::toString);
      Files.delete(gops.resolve(name));
    }
    Files.delete(gops);
    Path elsewhere = Files.createDirectory(scratch.resolve("elsewhere"));
    Files.createSymbolicLink(gops, elsewhere);
    for (Run run : List.of(encode, encode.and("--overwrite"))) {
      Outcome refused = run.toEnd().expectCode(2);
      assertTrue(refused.stderr().contains(gops + " is a link"), refused::toString);
    }
    assertEquals(List.of(), Tools.names(elsewhere));
    assertEquals("of the user", Files.readString(precious));
    assertFalse(Files.exists(made));
  }

  @Test
  void eventsAreNotWrittenThroughALinkThatLeadsNowhere() throws IOException {
    Path target = scratch.resolve("target");
    Path events = Files.createSymbolicLink(scratch.resolve("events"), target);
    Outcome refused =
        IMAGE
            .run(Clips.small(20), "-s", 10, "-o", scratch.resolve("made.ivf"), "--json", events)
            .toEnd()
            .expectCode(2);
    assertTrue(refused.stderr().contains(events + " is a link to"), refused::toString);
    assertFalse(Files.exists(target));
  }

  /// Names and texts from elsewhere hold any character.
  @Test
  void namesDoNotTalkToTheTerminal() throws IOException {
    String name = "a\033[2J\u009b31m\u202egnp";
    Path film = Files.copy(Clips.small(20), scratch.resolve(name + ".y4m"));
    Path encoder =
        new BadEncoder(IMAGE, scratch)
            .before("printf 'error: \\033[2J\\302\\23331m\\342\\200\\256x\\n' >&2; exit 1");
    Run encode = IMAGE.run(film, "-s", 10, "-o", scratch.resolve(name + ".ivf"));
    Files.writeString(
        scratch.resolve("workers.toml"),
        "[[workers]]\nhost = \"127.0.0.1\"\nport = 1\npassword = \"s\"\nname = \"a\u202eb\"\n");
    for (Run run :
        List.of(
            IMAGE.run(scratch.resolve(name + ".none"), "-o", scratch.resolve("made.ivf")),
            IMAGE.run("workers").in(scratch),
            encode.and("--max-tries", 1, "--encoder-option", "path=" + encoder),
            Terminal.of(encode),
            IMAGE.run("verify", scratch.resolve(name + ".ivf")))) {
      Outcome outcome = run.toEnd();
      String printed = outcome.stdout() + outcome.stderr();
      assertTrue(printed.contains("\\u202e"), outcome::toString);
      String drawn = printed.replaceAll("\033\\[(J|\\?7[lh]|[0-9]+A)", "");
      assertFalse(drawn.matches("(?s).*[\033\u009b\u202e].*"), outcome::toString);
    }
  }

  private static Path film() throws IOException {
    return Clips.contained(
        "attacked.mkv",
        "matroska",
        (Object[])
            "-f lavfi -i testsrc2=size=192x108:rate=25 -frames:v 20 -c:v libx264".split(" "));
  }
}
