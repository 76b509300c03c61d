package org.rav1ebygop.splitter.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rav1ebygop.api.GopException;

class ListFileTest {
  @TempDir Path scratch;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0\n240\n285\n",
        "240\n285",
        "240,285",
        "0, 240, 285",
        "\uFEFF 0\r\n240\r\n285\r\n",
        "# my cuts\n\n 0\n240 # the door\n285",
        "000 0240 285#",
        "[0, 240, 285]",
        "  \n[240,285]\n",
        "{\"scene_changes\":[0,240,285]}",
        "{\"scores\":{\"1\":{\"inter_cost\":[1,{}]}},\"scene_changes\":[0,240,285],\"speed\":12.5}",
        "\uFEFF{\"scene_changes\":[240,285],\"frame_count\":720}",
        "{\"scene_changes\":[240,285],\"frame_count\":null,\"scenes\":null}",
        "0 I -1\n240 K 20\n285 I",
        "240 I -1\n250 i -1\n251 P 20\n252 B -1\n253 b\n285 K 12.5",
        "# cuts\n0 I -1 # first\n\n240 I -1\n285 I -1\n",
      })
  void listsOfAllKindsAreRead(String text) {
    assertEquals(List.of(0, 240, 285), parse(text).frames());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'frames':553,'scenes':[{'start_frame':0,'end_frame':240,'zone_overrides':null},{'start_frame':240,'end_frame':285},{'start_frame':285,'end_frame':553}]}",
        "{'scenes':[{'end_frame':240,'start_frame':0},{'start_frame':240},{'start_frame':285}],'frames':553}",
        "{'frames':553,'split_scenes':[{'start_frame':0},{'start_frame':240},{'start_frame':285}],'scenes':[{'start_frame':0}]}",
        "{'frames':553,'scenes':[{'start_frame':0}],'split_scenes':[{'start_frame':0},{'start_frame':240},{'start_frame':285}]}",
        "{'frames':553,'scenes':[{'start_frame':0},{'start_frame':240},{'start_frame':285}],'split_scenes':null}",
      })
  void scenesOfAv1anAreRead(String text) {
    KeyframeList list = parse(text.replace('\'', '"'));
    assertEquals(List.of(0, 240, 285), list.frames());
    assertEquals(553, list.frameCount());
  }

  @Test
  void aListMaySayHowLongItsFilmIs() {
    assertEquals(720, parse("{\"frame_count\":720,\"scene_changes\":[0]}").frameCount());
    assertEquals(-1, parse("0").frameCount());
  }

  @Test
  void everyFrameNumberIsPossible() {
    assertEquals(List.of(0, 1, Integer.MAX_VALUE), parse("0 1 2147483647").frames());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        "0;240;230         | list, line 3, column 1: frame 230 comes after frame 240; sort the list",
        "0, 240, 240       | list, line 1, column 9: frame 240 is there twice; delete one",
        "0;  -5            | list, line 2, column 3: -5 is no frame; they count from 0",
        "2147483648        | list, line 1, column 1: 2147483648 is no frame; the last possible one is 2147483647",
        "99999999999999999999999999999999 | list, line 1, column 1: 999999999999999999999999... is no frame; the last possible one is 2147483647",
        "0;12.5            | list, line 2, column 1: '12.5' is no frame number",
        "0;frame           | list, line 2, column 1: 'frame' is no frame number",
        "YUV4MPEG2 W64 H48 | list, line 1, column 1: 'YUV4MPEG2' is no frame number",
        "# nothing         | list has no keyframes; did the program that made it fail?",
        "''                | list has no keyframes; did the program that made it fail?",
        "0 I -1;240 X -1   | list, line 2, column 5: 'X' is no frame type; a qpfile has I, i, K, P, B and b",
        "0 I -1;240        | list, line 2: the type of the frame is missing",
        "0 I -1;240 I best | list, line 2, column 7: 'best' is no quantizer",
        "0 I -1;240 I -1 4 | list, line 2, column 10: '4' is one word too many",
        "0 I -1;x I -1     | list, line 2, column 1: 'x' is no frame number",
        "0 I -1;x P -1     | list, line 2, column 1: 'x' is no frame number",
        "5 P -1            | list has no keyframes; did the program that made it fail?",
        "240 I -1;0 I -1   | list, line 2, column 1: frame 0 comes after frame 240; sort the list",
        "0;240 I -1        | list, line 2, column 5: 'I' is no frame number",
      })
  void whatIsWrongWithATextIsSaid(String text, String message) {
    expect(message, text.replace(';', '\n'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                  | list: this JSON has neither scene_changes, as of av-scenechange, nor scenes, as of Av1an",
        "{'frames':7}                        | list: this JSON has neither scene_changes, as of av-scenechange, nor scenes, as of Av1an",
        "{'scene_changes':[]}                | list has no keyframes; did the program that made it fail?",
        "{'scene_changes':[0,;240,;230]}     | list, line 3, $.scene_changes[2]: frame 230 comes after frame 240; sort the list",
        "{'scene_changes':[0,-1]}            | list, line 1, $.scene_changes[1]: -1 is no frame; they count from 0",
        "{'scene_changes':[0,1e3]}           | list, line 1, $.scene_changes[1]: '1e3' is no frame number",
        "{'scene_changes':[0,4294967296]}    | list, line 1, $.scene_changes[1]: 4294967296 is no frame; the last possible one is 2147483647",
        "{'scene_changes':[0,'a']}           | list, line 1, $.scene_changes[1]: a keyframe is to be a number",
        "{'scene_changes':7}                 | list, line 1, $.scene_changes: here is to be a list of frames",
        "{'scene_changes':[0],'scene_changes':[1]} | list, line 1, $.scene_changes: scene_changes is there twice; delete one",
        "{'scene_changes':[0,240],'frame_count':200} | list: keyframe 240 is past the end of a film of 200 frames, which it says it is for; make it anew",
        "{'scene_changes':[0],'frame_count':0} | list, line 1, $.frame_count: a film of 0 frames has no keyframes",
        "{'scene_changes':[0,                | list: it is JSON that ends too early; make it anew",
        "{'scene_changes':[0 240]}           | list, line 1, column 22: it is broken JSON",
        "[0,1] 2                             | list, line 1, column 8: it is broken JSON",
        "{'scenes':[{'end_frame':5}]}        | list, line 1, $.scenes[0]: the scene has no start_frame",
        "{'scenes':[7]}                      | list, line 1, $.scenes[0]: here is to be a scene",
        "{'scenes':[{'start_frame':0,'end_frame':100},{'start_frame':101}]} | list, line 1, $.scenes[1].start_frame: the scene starts at frame 101, but the one before it ends at frame 100; make the list anew",
      })
  void whatIsWrongWithAJsonIsSaid(String text, String message) {
    expect(message, text.replace('\'', '"').replace(';', '\n'));
  }

  @Test
  void whatIsNoTextIsQuotedSafely() {
    String message = refusal("\0\1\uFFFDELF\33[2J").getMessage();
    assertEquals("list, line 1, column 1: '???ELF?[2J' is no frame number", message);
  }

  @Test
  void deepJsonIsRefused() {
    expectStart("list, line 1, column ", "{\"a\":" + "[".repeat(100_000));
  }

  @Test
  void aLongStringIsRefusedBeforeItIsKept() {
    String open = "{\"" + "a,\\\"".repeat(BoundedReader.MAX_STRING);
    expect("list: it has a string of more than 65536 characters", open);
  }

  @Test
  void anEndlessListIsRefusedInTime() {
    assertTrue(
        refusal(new Endless("{\"frame_scores\":[", "0.25,")).getMessage().contains("longer than"));
    assertTrue(refusal(new Endless("#", "# ")).getMessage().contains("longer than"));
    assertTrue(refusal(new Endless("", "9")).getMessage().contains("longer than"));
  }

  @Test
  void thereAreNotTooManyKeyframes() {
    var list = new ListBuilder("list");
    for (int i = 0; i < ListBuilder.MAX_KEYFRAMES; i++) {
      list.keyframe("" + i, "");
    }
    var refusal =
        assertThrows(
            GopException.class, () -> list.keyframe("" + ListBuilder.MAX_KEYFRAMES, "line 7"));
    assertEquals("list, line 7: there are more than 1000000 keyframes", refusal.getMessage());
  }

  @Test
  void filesAreNamedWhenTheyCannotBeRead() throws IOException {
    Path absent = scratch.resolve("absent");
    assertEquals("there is no keyframe list " + absent, unreadable(absent));
    assertTrue(unreadable(scratch).startsWith(scratch + ": it cannot be read: "));
    Path wrong = Files.writeString(scratch.resolve("wrong.txt"), "0\nx\n");
    assertEquals(wrong + ", line 2, column 1: 'x' is no frame number", unreadable(wrong));
  }

  @Test
  void aFileIsReadWhateverItsName() throws IOException {
    Path file = Files.writeString(scratch.resolve("cuts.of.mine"), "[7]");
    assertEquals(List.of(0, 7), ListFile.read(file.toString()).frames());
  }

  private static String unreadable(Path file) {
    return assertThrows(GopException.class, () -> ListFile.read(file.toString())).getMessage();
  }

  private static KeyframeList parse(String text) {
    return parse(new StringReader(text));
  }

  private static KeyframeList parse(Reader text) {
    var list = new ListBuilder("list");
    ListFile.parse(text, list);
    return list.build();
  }

  private static void expect(String message, String text) {
    assertEquals(message, refusal(text).getMessage());
  }

  private static void expectStart(String message, String text) {
    String found = refusal(text).getMessage();
    assertTrue(found.startsWith(message), found);
  }

  private static GopException refusal(String text) {
    return refusal(new StringReader(text));
  }

  private static GopException refusal(Reader text) {
    var refusal = assertThrows(GopException.class, () -> parse(text));
    assertEquals(GopException.Kind.USAGE, refusal.kind());
    return refusal;
  }

  /// A text that never ends.
  private static final class Endless extends Reader {
    private final String start;
    private final String period;
    private long position;

    Endless(String start, String period) {
      this.start = start;
      this.period = period;
    }

    @Override
    public int read(char[] target, int offset, int count) {
      for (int i = 0; i < count; i++, position++) {
        target[offset + i] =
            position < start.length()
                ? start.charAt((int) position)
                : period.charAt((int) ((position - start.length()) % period.length()));
      }
      return count;
    }

    @Override
    public void close() {}
  }
}
