package org.rav1ebygop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class KeyframesJsonTest {
  @Test
  void theFormIsThatOfAvScenechangeAndMore() throws IOException {
    Analysed film = AnalysedFilms.of("film.y4m", new double[] {0, 0.12345, 2, 0.5, 0, 0}, 0, 2);
    assertEquals(
        """
        {"scene_changes": [0, 2], "frame_count": 6, "speed": 2.0, "frame_rate": [25, 1], \
        "splitter": "scenecut", "min_keyint": 12, "keyint": 240, "forced": [], \
        "frame_scores": [0.0, 0.1235, 2.0, 0.5, 0.0, 0.0]}
        """,
        json(film));
  }

  @Test
  void withoutScoresThereIsNull() throws IOException {
    String text = json(AnalysedFilms.of("film.y4m", new double[] {Double.NaN, Double.NaN}, 0));
    assertEquals("\"frame_scores\": null}\n", text.substring(text.indexOf("\"frame_scores\"")));
  }

  @Test
  void aScoreThatIsNoNumberIsNull() throws IOException {
    String text = json(AnalysedFilms.of("film.y4m", new double[] {0, Double.NaN, 1}, 0));
    assertEquals(
        "\"frame_scores\": [0.0, null, 1.0]}\n", text.substring(text.indexOf("\"frame_scores\"")));
  }

  private static String json(Analysed film) throws IOException {
    var out = new StringWriter();
    KeyframesJson.write(film, out);
    return out.toString();
  }
}
