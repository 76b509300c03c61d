package org.rav1ebygop.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// One rule for every option that writes a file: a file of the same kind is replaced, and nothing
/// else ever.
class WrittenFilesIT {
  private static final Image IMAGE = Image.built();

  /// What a file may hold already.
  private static final Map<String, String> CONTENTS =
      Map.of(
          "ivf film", Ivf.PRECIOUS,
          "obu film", "\022\0\012\001precious",
          "other film", "YUV4MPEG2 W64 H48 F24:1\nFRAME\nprecious",
          "letter", "Dear all,\n",
          "events", "{\"event\":\"start\",\"schema\":1}\n",
          "other events", "{\"event\":\"stored\"}\n",
          "metrics",
              "what,gop,first_frame,frames,psnr_y,psnr_u,psnr_v,psnr_all,ssim_y,ssim_u,ssim_v,ssim_all\n",
          "keyframes", "{\"scene_changes\": [0], \"frame_count\": 1}\n",
          "plot", "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>Keyframes of film</title>",
          "drawing", "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>A dog</title></svg>");

  @TempDir Path scratch;
  private Path film = Path.of("");

  /// An option that writes a file.
  enum Writer {
    OUTPUT("ivf film", "obu film", "-o FILE --overwrite --format ivf"),
    OUTPUT_OBU("obu film", "ivf film", "-o FILE --overwrite --format obu"),
    EVENTS("events", "other events", "-o /dev/null --json FILE"),
    METRICS("metrics", "plot", "-o /dev/null --encoder librav1e --metrics FILE"),
    KEYFRAMES("keyframes", "metrics", "--json FILE"),
    PLOT("plot", "drawing", "--plot FILE");

    private final String own;
    private final String like;
    private final String options;

    /// @param own kind of what it writes
    /// @param like another kind, which is most like it
    Writer(String own, String like, String options) {
      this.own = own;
      this.like = like;
      this.options = options;
    }

    Run run(Path film, Path file) {
      Run run =
          options.contains("-o ")
              ? IMAGE.run(film, "--speed", 10)
              : IMAGE.run("keyframes", film, "--scenecut-speed", "fast");
      for (String word : options.split(" ", -1)) {
        run.and(word.equals("FILE") ? file : word);
      }
      return run.in(Objects.requireNonNull(film.getParent()));
    }
  }

  @BeforeEach
  void copyTheFilm() throws IOException {
    film = Files.copy(Clips.small(12), scratch.resolve("film.y4m"));
  }

  @ParameterizedTest
  @EnumSource
  void onlyAFileOfTheSameKindIsReplaced(Writer writer) throws IOException {
    for (String kind : List.of(writer.own, writer.like, "other film", "letter")) {
      String content = Objects.requireNonNull(CONTENTS.get(kind));
      Path file = scratch.resolve("file");
      Files.writeString(file, content, ISO_8859_1);
      if (kind.equals(writer.own)) {
        writer.run(film, file).toEnd().expectCode(0);
        assertNotEquals(content, Files.readString(file, ISO_8859_1), kind);
      } else {
        expectRefusal(writer.run(film, file), file + " holds something other than ");
        assertEquals(content, Files.readString(file, ISO_8859_1), kind);
      }
      Files.delete(file);
      assertEquals(List.of("film.y4m"), Tools.names(scratch), kind);
    }
  }

  @ParameterizedTest
  @EnumSource
  void emptyFilesAreFilledAndLinksFollowed(Writer writer) throws IOException {
    Path file = Files.createFile(scratch.resolve("file"));
    Path link = Files.createSymbolicLink(scratch.resolve("link"), file);
    writer.run(film, link).toEnd().expectCode(0);
    assertTrue(Files.size(file) > 0);
    assertTrue(Files.isSymbolicLink(link));
    assertEquals(List.of("file", "film.y4m", "link"), Tools.names(scratch));

    Files.writeString(file, "precious");
    expectRefusal(writer.run(film, link), file + " holds something other than ");
    assertEquals("precious", Files.readString(file));
  }

  @ParameterizedTest
  @EnumSource
  void neitherTheInputNorAFolderNorALinkToNowhereIsWrittenTo(Writer writer) throws IOException {
    Path link = Files.createSymbolicLink(scratch.resolve("link"), film);
    expectRefusal(writer.run(film, film), film + " is read as the input; name another file for ");
    expectRefusal(writer.run(film, link), link + " is read as the input; name another file for ");
    Path hard = Files.createLink(scratch.resolve("hard"), film);
    expectRefusal(writer.run(film, hard), hard + " is read as the input; name another file for ");
    assertEquals(-1, Files.mismatch(Clips.small(12), film));

    expectRefusal(writer.run(film, scratch), scratch + " is a folder; name a file in it");
    Path nowhere = Files.createSymbolicLink(scratch.resolve("nowhere"), Path.of("away/x"));
    expectRefusal(writer.run(film, nowhere), nowhere + " is a link to away/x, which is not there");
    expectRefusal(
        writer.run(film, scratch.resolve("away/x")),
        "there is no folder " + scratch.resolve("away") + "; make it first");
    assertEquals(List.of("film.y4m", "hard", "link", "nowhere"), Tools.names(scratch));
  }

  private static void expectRefusal(Run run, String reason) throws IOException {
    Outcome outcome = run.toEnd().expectCode(2);
    List<String> lines = outcome.stderr().lines().toList();
    assertTrue(lines.getLast().startsWith("rav1e-by-gop: error: " + reason), outcome::toString);
    assertEquals(1, lines.size(), outcome::toString);
    assertEquals("", outcome.stdout());
  }
}
