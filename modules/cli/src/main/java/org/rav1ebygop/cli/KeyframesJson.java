package org.rav1ebygop.cli;

import com.google.gson.FormattingStyle;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.Writer;
import org.rav1ebygop.engine.files.FileKind;

/// Keyframes as JSON: the members `scene_changes`, `frame_count` and `speed`, frames per second,
/// are those of av-scenechange. The others are ours; `frame_scores` has a number for each frame, in
/// units of the threshold, and is null when the splitter looks at no pictures.
final class KeyframesJson {
  /// Also that of av-scenechange.
  static final FileKind KIND = FileKind.text("keyframes as JSON", "{\"scene_changes\":");

  private static final double SCORE_STEPS = 10_000;

  private KeyframesJson() {}

  static void write(Analysed film, Writer out) throws IOException {
    var json = new JsonWriter(out);
    json.setFormattingStyle(FormattingStyle.COMPACT.withSpaceAfterSeparators(true));
    Findings findings = film.findings();
    json.beginObject();
    json.name("scene_changes").beginArray();
    for (int keyframe : findings.keyframes()) {
      json.value(keyframe);
    }
    json.endArray();
    json.name("frame_count").value(findings.frames());
    json.name("speed").value(Math.round(film.speed() * 100) / 100.0);
    json.name("frame_rate").beginArray();
    json.value(film.frameRate().numerator()).value(film.frameRate().denominator()).endArray();
    json.name("splitter").value(film.splitter());
    json.name("min_keyint").value(film.settings().minKeyint());
    json.name("keyint").value(film.settings().keyint());
    json.name("forced").beginArray();
    for (long frame : film.forced()) {
      json.value(frame);
    }
    json.endArray();
    json.name("frame_scores");
    writeScores(findings, json);
    json.endObject();
    json.flush();
    out.write("\n");
  }

  private static void writeScores(Findings findings, JsonWriter json) throws IOException {
    if (!findings.scored()) {
      json.nullValue();
      return;
    }
    json.beginArray();
    for (int frame = 0; frame < findings.frames(); frame++) {
      float score = findings.score(frame);
      if (Float.isFinite(score)) {
        json.value(Math.round(score * SCORE_STEPS) / SCORE_STEPS);
      } else {
        json.nullValue();
      }
    }
    json.endArray();
  }
}
