package org.rav1ebygop.plugin.vapoursynth.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.Availability;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.InputReaderProvider.Match;
import org.rav1ebygop.api.spi.StreamSource;
import org.rav1ebygop.testkit.Inputs;
import org.rav1ebygop.testkit.Sources;
import org.rav1ebygop.testkit.SyntheticFilm;

class VapourSynthTest {
  private static final SyntheticFilm FILM =
      new SyntheticFilm(
          SyntheticFilm.format(new FrameLayout(48, 32, ChromaSampling.CS420, 8)), 7, 3);

  private final VapourSynthReaderProvider reader = new VapourSynthReaderProvider();
  private final Options options = Options.NONE.with("vspipe", StandIn.vspipe().toString());

  @TempDir Path scratch;

  @Test
  void scriptsAreKnownByTheirNameAndBeingText() throws IOException {
    assertEquals(Match.CERTAIN, reader.match(Inputs.file(script("a.VPY"))));
    assertEquals(Match.NO, reader.match(Inputs.file(script("a.py"))));
    Path binary = Files.write(scratch.resolve("b.vpy"), new byte[] {'#', 0, 1});
    assertEquals(Match.NO, reader.match(Inputs.file(binary)));
  }

  @Test
  void argumentsReachTheScript() throws IOException {
    Path script = script("args.vpy", "# argument start=5 name=a film");
    Options given = options.with("args", "start=5;name=a film");
    try (var source = reader.open(Inputs.file(script), given)) {
      assertEquals(7, assertInstanceOf(StreamSource.class, source).expectedFrames());
      Sources.assertFrames(FILM, Sources.readAll(source));
    }
    refused(GopException.Kind.INPUT, "no output 0 with the arguments", script, options);
    refused(GopException.Kind.USAGE, "KEY=VALUE", script, options.with("args", "start"));
  }

  @Test
  void whatFailsInAFrameIsQuoted() throws IOException {
    Path script = script("fails.vpy", "# fail-after 5000");
    try (var source = reader.open(Inputs.file(script), options)) {
      var failure = assertThrows(GopException.class, () -> Sources.readAll(source));
      String text = failure.getMessage();
      assertTrue(
          text.endsWith("Error: Failed to retrieve frame 2 with error: Resize error: no filter"),
          text);
      assertTrue(text.contains("exit code 1 after 2 frames"), text);
    }
  }

  @Test
  void itTellsWhetherItCanWork() {
    var there = assertInstanceOf(Availability.Available.class, reader.availability(options));
    assertTrue(there.detail().startsWith("Core R70 "), there.detail());
    var missing =
        assertInstanceOf(
            Availability.Unavailable.class,
            reader.availability(Options.NONE.with("vspipe", scratch + "/none")));
    assertTrue(missing.reason().contains("install VapourSynth"), missing.reason());
  }

  private void refused(GopException.Kind kind, String text, Path script, Options given) {
    var refusal =
        assertThrows(GopException.class, () -> reader.open(Inputs.file(script), given).close());
    assertEquals(kind, refusal.kind());
    assertTrue(refusal.getMessage().contains(text), refusal.getMessage());
  }

  private Path script(String name, String... lines) throws IOException {
    return Files.write(scratch.resolve(name), StandIn.script(FILM, lines));
  }
}
