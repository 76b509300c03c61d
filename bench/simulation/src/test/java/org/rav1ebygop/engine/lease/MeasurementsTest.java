package org.rav1ebygop.engine.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasurementsTest {
  private static final String WHOLE =
      """
      # how it was made
      start 0.5
      lease 0.1
      end 0.2
      join 0.001
      analysed 900
      sent 1000
      gop-frames 10 20
      frame-seconds 0.1 0.2
      run 2 3.5
      """;

  @TempDir private Path directory;

  private Measurements read(String text) throws IOException {
    return Measurements.read(Files.writeString(directory.resolve("measured"), text));
  }

  @Test
  void everyLineIsRead() throws IOException {
    var costs = new Film.Costs(0.5, 0.1, 0.2, 0.001, 900, 1000);
    var gops = List.of(new Film.Part(10, 0.1), new Film.Part(20, 0.2));
    assertEquals(
        new Measurements(new Film(gops, costs), List.of(new Measurements.RealRun(2, 3.5))),
        read(WHOLE));
  }

  @Test
  void whatIsMissingIsNamed() {
    IOException missing =
        assertThrows(IOException.class, () -> read(WHOLE.replace("analysed 900\n", "")));
    assertEquals(
        directory.resolve("measured") + ": there is no line 'analysed'", missing.getMessage());
    IOException uneven =
        assertThrows(IOException.class, () -> read(WHOLE.replace("0.1 0.2", "0.1")));
    assertEquals(
        directory.resolve("measured") + ": 2 gop-frames but 1 frame-seconds", uneven.getMessage());
    IOException text = assertThrows(IOException.class, () -> read(WHOLE + "end soon\n"));
    assertEquals(directory.resolve("measured") + ": end has no number: soon", text.getMessage());
  }
}
