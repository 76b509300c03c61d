package org.rav1ebygop.splitter.list;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A list that is JSON, of one of these shapes; members not shown are skipped:
/// - `[0, 240]`;
/// - `{"scene_changes": [0, 240], "frame_count": 720}`, which av-scenechange and the command
///   `keyframes` write;
/// - `{"frames": 720, "scenes": [{"start_frame": 0, "end_frame": 240}]}`, which Av1an writes, the
///   end being the first frame after the scene. Its `split_scenes`, where there are any, are the
///   same with long scenes split, and are taken instead.
final class JsonList {
  private static final Pattern LINE_AND_COLUMN = Pattern.compile("line \\d+ column \\d+");
  private static final Pattern LINE = Pattern.compile("line \\d+");
  private static final Set<String> COUNTS = Set.of("frame_count", "frames");
  private static final Set<String> MEMBERS =
      Set.of("scene_changes", "scenes", "split_scenes", "frame_count", "frames");

  private final JsonReader json;
  private final ListBuilder list;
  private final Set<String> seen = new HashSet<>();

  JsonList(Reader text, ListBuilder list) {
    this.json = new JsonReader(text);
    this.list = list;
  }

  void read() throws IOException {
    try {
      if (json.peek() == JsonToken.BEGIN_ARRAY) {
        readNumbers();
      } else {
        readMembers();
      }
      // Refuses what comes after the end.
      var _ = json.peek();
    } catch (EOFException _) {
      throw list.problem("", "it is JSON that ends too early; make it anew");
    } catch (MalformedJsonException e) {
      Matcher place = LINE_AND_COLUMN.matcher(String.valueOf(e.getMessage()));
      throw list.problem(
          place.find() ? place.group().replace(" column", ", column") : "", "it is broken JSON");
    }
  }

  private void readMembers() throws IOException {
    json.beginObject();
    while (json.hasNext()) {
      String name = json.nextName();
      if (!MEMBERS.contains(name) || json.peek() == JsonToken.NULL) {
        json.skipValue();
      } else if (seen.add(name)) {
        readMember(name);
      } else {
        throw list.problem(place(), name + " is there twice; delete one");
      }
    }
    json.endObject();
    if (seen.stream().allMatch(COUNTS::contains)) {
      throw list.problem(
          "", "this JSON has neither scene_changes, as of av-scenechange, nor scenes, as of Av1an");
    }
  }

  private void readMember(String name) throws IOException {
    switch (name) {
      case "scene_changes" -> readNumbers();
      case "split_scenes" -> {
        list.clear();
        readScenes();
      }
      case "scenes" -> {
        if (seen.contains("split_scenes")) {
          json.skipValue();
        } else {
          readScenes();
        }
      }
      default -> list.frameCount(number(name), place());
    }
  }

  private void readNumbers() throws IOException {
    begin(JsonToken.BEGIN_ARRAY, "a list of frames");
    while (json.hasNext()) {
      list.keyframe(number("a keyframe"), place());
    }
    json.endArray();
  }

  private void readScenes() throws IOException {
    begin(JsonToken.BEGIN_ARRAY, "a list of scenes");
    int end = -1;
    while (json.hasNext()) {
      end = readScene(end);
    }
    json.endArray();
  }

  /// @param due where it is to start, or -1 when that may be anywhere
  /// @return where it ends, or -1 when it does not say
  private int readScene(int due) throws IOException {
    begin(JsonToken.BEGIN_OBJECT, "a scene");
    String start = null;
    int end = -1;
    while (json.hasNext()) {
      switch (json.nextName()) {
        case "start_frame" -> {
          start = number("start_frame");
          list.keyframe(start, place());
          if (due >= 0 && list.number(start, place()) != due) {
            throw list.problem(
                place(),
                String.format(
                    Locale.ROOT,
                    "the scene starts at frame %s, but the one before it ends at frame %d; make the list anew",
                    start,
                    due));
          }
        }
        case "end_frame" -> end = list.number(number("end_frame"), place());
        default -> json.skipValue();
      }
    }
    json.endObject();
    if (start == null) {
      throw list.problem(place(), "the scene has no start_frame");
    }
    return end;
  }

  private String number(String what) throws IOException {
    if (json.peek() != JsonToken.NUMBER) {
      throw list.problem(place(json.getPath()), what + " is to be a number");
    }
    return json.nextString();
  }

  private void begin(JsonToken token, String what) throws IOException {
    if (json.peek() != token) {
      throw list.problem(place(json.getPath()), "here is to be " + what);
    }
    if (token == JsonToken.BEGIN_ARRAY) {
      json.beginArray();
    } else {
      json.beginObject();
    }
  }

  /// Where the value stands that was read last.
  private String place() {
    return place(json.getPreviousPath());
  }

  private String place(String path) {
    Matcher line = LINE.matcher(json.toString());
    return (line.find() ? line.group() + ", " : "") + path;
  }
}
