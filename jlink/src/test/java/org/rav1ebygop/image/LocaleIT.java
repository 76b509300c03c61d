package org.rav1ebygop.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What machines read has the same bytes in every locale: in one whose `I` is another letter in
/// lower case, and in one that has digits of its own.
class LocaleIT {
  private static final String ROOT = "-Duser.language=en";
  private static final String TURKISH = "-Duser.language=tr -Duser.country=TR";
  private static final String ARABIC =
      "-Duser.language=ar -Duser.country=EG -Duser.extensions=u-nu-arab";

  private static final Image IMAGE = Image.built();

  /// Members of events that differ from run to run.
  private static final List<String> MEASURED =
      List.of("time", "seconds", "slot", "sent", "received");

  /// Events that come when time passes or memory changes.
  private static final List<String> UNSTEADY = List.of("progress", "slots-limited");

  @TempDir static Path shared;
  private static Map<String, String> usual;

  @TempDir Path scratch;

  @BeforeAll
  static void writeEverythingInEnglish() throws IOException {
    usual = written(Files.createDirectory(shared.resolve("usual")), ROOT);
    assertEquals(9, usual.size(), () -> "" + usual.keySet());
  }

  @ParameterizedTest
  @ValueSource(strings = {TURKISH, ARABIC})
  void everyOutputHasTheSameBytes(String locale) throws IOException {
    Map<String, String> found = written(scratch, locale);
    assertEquals(usual.keySet(), found.keySet());
    usual.forEach((name, text) -> assertEquals(text, found.get(name), name));
  }

  /// The facts of the job, the names of its GOPs and its log are the same.
  @Test
  void aJobThatWasBegunInOneLocaleIsResumedInAnother() throws IOException {
    Path film = LeftJob.film();
    LeftJob english = LeftJob.by(Files.createDirectory(scratch.resolve("english")), film);
    LeftJob arabic =
        LeftJob.by(
            Files.createDirectory(scratch.resolve("arabic")),
            film,
            run -> run.with("RAV1E_BY_GOP_OPTS", ARABIC));
    assertEquals(Tools.names(english.state()), Tools.names(arabic.state()));
    for (String name : List.of("job.json", "keyframes")) {
      assertEquals(
          Files.readString(english.state().resolve(name)),
          Files.readString(arabic.state().resolve(name)));
    }
    Run run = arabic.run(film).with("RAV1E_BY_GOP_OPTS", TURKISH);
    Outcome outcome = run.toEnd().expectCode(0);
    assertEquals(LeftJob.FINISHED, LeftJob.count(outcome, "kept from an earlier run"));
  }

  /// Everything that is written, by what it is.
  private static Map<String, String> written(Path folder, String locale) throws IOException {
    Path film = Files.copy(Clips.small(30), folder.resolve("film.y4m"));
    var texts = new TreeMap<String, String>();
    Run encode =
        IMAGE
            .run(film.getFileName(), "-o", "film.ivf", "--json", "events", "--no-progress")
            .and("--speed", 10, "--encoder", "librav1e", "--metrics", "metrics", "-v")
            .and("--local-workers", 1, "--keyint", 12, "--force-keyframes", "0:01,7");
    Outcome encoded = run(encode, folder, locale);
    texts.put("messages of a job", withoutTimes(encoded.stderr()));
    texts.put("film", Files.readString(folder.resolve("film.ivf"), ISO_8859_1));
    texts.put("metrics", Files.readString(folder.resolve("metrics")));
    texts.put("events", events(folder.resolve("events")));
    Run keyframes =
        IMAGE.run("keyframes", film.getFileName(), "--json", "list.json", "--plot", "plot.svg");
    texts.put("list", run(keyframes, folder, locale).stdout());
    texts.put(
        "list as JSON",
        Files.readString(folder.resolve("list.json")).replaceAll("\"speed\": [0-9.]+", ""));
    texts.put("plot", Files.readString(folder.resolve("plot.svg")));
    texts.put("help", run(IMAGE.run("--help"), folder, locale).stdout());
    texts.put("plugins", run(IMAGE.run("plugins", "--verbose"), folder, locale).stdout());
    texts.forEach((name, text) -> {
      if (!name.equals("film")) {
        assertTrue(text.chars().allMatch(c -> c < 0x80), () -> name + ": " + text);
      }
    });
    return texts;
  }

  private static Outcome run(Run run, Path folder, String locale) throws IOException {
    return run.with("RAV1E_BY_GOP_OPTS", locale).in(folder).toEnd().expectCode(0);
  }

  /// In the order of their text: threads print when they come to it.
  private static String withoutTimes(String messages) {
    return messages
        .lines()
        .filter(line -> !line.contains(" fps, ") && !line.contains("slot"))
        .map(line -> line.replaceAll(" in \\d+:\\d\\d", ""))
        .sorted()
        .reduce("", (a, b) -> a + b + "\n");
  }

  private static String events(Path file) throws IOException {
    var lines = new ArrayList<String>();
    for (String line : Files.readAllLines(file)) {
      JsonObject event = JsonParser.parseString(line).getAsJsonObject();
      assertFalse(event.isEmpty());
      if (!UNSTEADY.contains(event.get("event").getAsString())) {
        MEASURED.forEach(event::remove);
        lines.add(event.toString());
      }
    }
    return String.join("\n", lines.stream().sorted().toList());
  }
}
