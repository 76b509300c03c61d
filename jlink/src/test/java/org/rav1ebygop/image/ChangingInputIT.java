package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A film that is cut off, written to or replaced while it is encoded never becomes a film of mixed
/// content. What happens to it is done by the encoder, when it is given a GOP.
class ChangingInputIT {
  @TempDir Path scratch;
  private Path folder = Path.of("");
  private Path film = Path.of("");

  @BeforeEach
  void copyTheFilm() throws IOException {
    folder = Files.createDirectory(scratch.resolve("film"));
    film = Files.copy(LeftJob.film(), scratch.resolve("film.y4m"));
  }

  @Test
  void aFilmThatIsCutOffIsRefusedWithItsSizes() throws IOException {
    LeftJob.expectRefusal(
        encode("truncate -s 5000 " + film),
        3,
        "film.y4m: had ",
        " bytes when it was opened and has 5,000 now; restore it and start again");
    assertFalse(Files.exists(folder.resolve("out.ivf")));
  }

  @Test
  void aFilmThatIsWrittenToIsRefusedBeforeAGopOfItIsStored() throws IOException {
    long last = Files.size(film) - 100;
    LeftJob.expectRefusal(
        encode("printf x | dd of=" + film + " bs=1 conv=notrunc 2>/dev/null seek=" + last),
        3,
        "film.y4m was changed while it was encoded; run again when nobody writes to it any more");
    assertFalse(Files.exists(folder.resolve("out.ivf")));
    LeftJob.run(new Run("env"), folder, film).toEnd().expectCode(0);
    byte[] made = Files.readAllBytes(folder.resolve("out.ivf"));
    encodeAnew(film);
    assertEquals(Ivf.of(made), Ivf.of(folder.resolve("out.ivf")));
  }

  /// The file that was opened lives on until it is closed.
  @Test
  void aFilmThatIsReplacedByAnotherIsEncodedAsItWas() throws IOException {
    Path other = Files.copy(LeftJob.otherFilm(), scratch.resolve("other.y4m"));
    encode("[ ! -e " + other + " ] || mv " + other + " " + film).toEnd().expectCode(0);
    byte[] made = Files.readAllBytes(folder.resolve("out.ivf"));
    assertEquals(-1, Files.mismatch(LeftJob.otherFilm(), film));
    encodeAnew(LeftJob.film());
    assertEquals(Ivf.of(made), Ivf.of(folder.resolve("out.ivf")));
  }

  private void encodeAnew(Path input) throws IOException {
    LeftJob.run(new Run("env"), folder, input).and("--overwrite").toEnd().expectCode(0);
  }

  /// @param meanwhile what happens at the first whole GOP
  private Run encode(String meanwhile) throws IOException {
    Path encoder =
        LeftJob.encoder(
            folder,
            "[ $(wc -c <$film) -lt 50000 ] || { mkdir $0.done 2>/dev/null && { "
                + meanwhile
                + "; }; }");
    return LeftJob.run(new Run("env"), folder, film).and("--rav1e", encoder);
  }
}
