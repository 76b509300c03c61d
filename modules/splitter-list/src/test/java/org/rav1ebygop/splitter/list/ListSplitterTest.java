package org.rav1ebygop.splitter.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.KeyframeDecision;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.SplitterSettings;
import org.rav1ebygop.api.spi.SeekableSource;
import org.rav1ebygop.testkit.SyntheticFilm;

class ListSplitterTest {
  private static final ListSplitterProvider PROVIDER = new ListSplitterProvider();

  @TempDir Path scratch;

  @Test
  void gopsStartWhereTheListSays() {
    assertEquals(List.of(0L, 3L, 4L, 40L), split(50, settings("3,4,40")));
  }

  @Test
  void nothingIsLookedAtSoThereIsNoScore() {
    assertTrue(
        decide(50, settings("3")).stream().map(KeyframeDecision::score).allMatch(d -> d.isNaN()));
  }

  @Test
  void aKeyframeTooCloseToTheOneBeforeIsPassedOver() {
    var settings = new SplitterSettings(4, 100, Options.NONE.with("keyframes", "3,5,8,9,20"));
    assertEquals(List.of(0L, 5L, 9L, 20L), split(50, settings));
  }

  @Test
  void keyintAddsKeyframesToAList() {
    var settings = new SplitterSettings(1, 20, Options.NONE.with("keyframes", "5,41"));
    assertEquals(List.of(0L, 5L, 25L, 41L), split(50, settings));
  }

  @Test
  void resolvingPutsTheListInPlaceOfItsFile() throws IOException {
    Path file =
        Files.writeString(scratch.resolve("list"), "{\"scene_changes\":[7],\"frame_count\":9}");
    var settings = resolve(file, 9, Long.MAX_VALUE);
    Files.delete(file);
    assertEquals(
        Options.NONE.with("keyframes", "0,7").with("frame-count", "9"), settings.options());
    assertEquals(List.of(0L, 7L), split(9, settings));
  }

  @Test
  void whatIsResolvedStaysAsItIs() throws IOException {
    Path file = Files.writeString(scratch.resolve("list"), "7 20");
    var once = resolve(file, 30, Long.MAX_VALUE);
    assertEquals(once, PROVIDER.resolve(once, 30, Long.MAX_VALUE));
  }

  @Test
  void theListOfALongerFilmIsRefusedAtOnceWhenTheLengthIsKnown() throws IOException {
    Path file = Files.writeString(scratch.resolve("list"), "0 7 20");
    var refusal = assertThrows(GopException.class, () -> resolve(file, 20, Long.MAX_VALUE));
    assertEquals(GopException.Kind.INPUT, refusal.kind());
    assertEquals(
        file
            + ": keyframe 20 is past the end of the film, which has 20 frames; it is the list of another film, or the film is cut short",
        refusal.getMessage());
  }

  @Test
  void theListOfAFilmOfAnotherLengthIsRefusedAtOnce() throws IOException {
    Path file =
        Files.writeString(scratch.resolve("list"), "{\"scene_changes\":[0],\"frame_count\":20}");
    for (int frames : new int[] {19, 21}) {
      var refusal = assertThrows(GopException.class, () -> resolve(file, frames, 5));
      assertEquals(
          file
              + ": it is the list of a film of 20 frames, but this one has "
              + frames
              + "; name the list of this film",
          refusal.getMessage());
    }
  }

  @Test
  void aPipeThatEndsBeforeTheListDoesIsRefusedAtItsEnd() throws IOException {
    Path file = Files.writeString(scratch.resolve("list"), "0 7 20");
    var settings = resolve(file, -1, Long.MAX_VALUE);
    assertEquals(List.of(0L, 7L, 20L), split(21, settings));
    var refusal = assertThrows(GopException.class, () -> split(20, settings));
    assertEquals(GopException.Kind.INPUT, refusal.kind());
    assertTrue(refusal.getMessage().contains("keyframe 20 is past the end"), refusal.getMessage());
  }

  @Test
  void aPipeThatGoesOnAfterTheEndOfItsListIsRefusedThere() throws IOException {
    Path file =
        Files.writeString(scratch.resolve("list"), "{\"scene_changes\":[0],\"frame_count\":20}");
    var settings = resolve(file, -1, Long.MAX_VALUE);
    assertEquals(20, decide(20, settings).size());
    var refusal = assertThrows(GopException.class, () -> split(21, settings));
    assertEquals(
        "the film goes on after frame 19, but the keyframe list is for a film of 20 frames; name the list of this film, or use --limit",
        refusal.getMessage());
    assertThrows(GopException.class, () -> split(19, settings));
  }

  @Test
  void ofAListOnlyWhatIsBelowTheLimitCounts() throws IOException {
    Path file =
        Files.writeString(
            scratch.resolve("list"), "{\"scene_changes\":[0,7,20],\"frame_count\":30}");
    assertEquals(List.of(0L, 7L), split(10, resolve(file, 30, 10)));
    assertEquals(List.of(0L, 7L), split(10, resolve(file, -1, 10)));
    assertEquals(List.of(0L, 7L, 20L), split(30, resolve(file, 30, 30)));
  }

  @Test
  void withoutAListItSaysHowToNameOne() {
    var settings = new SplitterSettings(1, 10, Options.NONE);
    var refusal = assertThrows(GopException.class, () -> split(5, settings));
    assertEquals(
        "splitter list needs a list; name its file with --keyframes FILE", refusal.getMessage());
  }

  @Test
  void twoListsAreRefused() {
    var settings = settings("7").options().with("file", "list");
    assertThrows(GopException.class, () -> split(5, new SplitterSettings(1, 10, settings)));
  }

  private static SplitterSettings resolve(Path file, long frames, long limit) {
    var options = Options.NONE.with("file", file.toString());
    return PROVIDER.resolve(new SplitterSettings(1, Integer.MAX_VALUE, options), frames, limit);
  }

  private static SplitterSettings settings(String list) {
    return new SplitterSettings(1, Integer.MAX_VALUE, Options.NONE.with("keyframes", list));
  }

  private static List<Long> split(int frames, SplitterSettings settings) {
    return decide(frames, settings).stream()
        .filter(KeyframeDecision::keyframe)
        .map(KeyframeDecision::frame)
        .toList();
  }

  private static List<KeyframeDecision> decide(int frames, SplitterSettings settings) {
    SeekableSource film =
        new SyntheticFilm(
            SyntheticFilm.format(new FrameLayout(16, 16, ChromaSampling.CS420, 8)), frames);
    var decisions = new ArrayList<KeyframeDecision>();
    try (film;
        var splitter = PROVIDER.open(film.format(), settings)) {
      for (long n = 0; n < frames; n++) {
        decisions.addAll(splitter.push(film.frame(n)));
      }
      decisions.addAll(splitter.finish());
    }
    return decisions;
  }
}
