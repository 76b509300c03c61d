package org.rav1ebygop.encoder.librav1e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.EncoderBackend;
import org.rav1ebygop.api.spi.GopEncoder;
import org.rav1ebygop.testkit.GopRun;
import org.rav1ebygop.testkit.SyntheticFilm;

/// The process around the library, and what becomes of the GOP when it ends.
@Tag("waits")
class HelperTest {
  private static final int FRAMES = 24;
  private static final FrameLayout LAYOUT = new FrameLayout(96, 64, ChromaSampling.CS420, 8);

  @ParameterizedTest
  @CsvSource({"ABRT, SIGABRT", "SEGV, SIGABRT", "KILL, SIGKILL"})
  void aCrashCostsOneGopAndIsNamed(String signal, String name)
      throws IOException, InterruptedException {
    try (EncoderBackend backend = open("true");
        GopEncoder survivor = backend.encoder()) {
      Set<ProcessHandle> others = children();
      GopEncoder victim = backend.encoder();
      var sender =
          new GopRun(() -> {
            while (true) {
              frames().forEach(victim::send);
            }
          });
      assertNotNull(victim.receive());
      kill(newOne(others), signal);
      GopException failure = new GopRun(() -> GopRun.digest(GopRun.receiveAll(victim))).failure();
      assertEquals(GopException.Kind.ENCODER, failure.kind());
      assertTrue(failure.getMessage().contains("librav1e was ended by " + name), failure::toString);
      assertEquals(GopException.Kind.ENCODER, sender.failure().kind());
      assertEquals(FRAMES, GopRun.encode(survivor, frames()).size());
    }
  }

  @Test
  void aHelperThatHangsIsEnded() throws IOException, InterruptedException {
    try (EncoderBackend backend = open("true")) {
      Set<ProcessHandle> others = children();
      GopEncoder encoder = backend.encoder();
      ProcessHandle helper = newOne(others);
      kill(helper, "STOP");
      encoder.close();
      assertTrue(!helper.isAlive());
    }
  }

  @Test
  void theBytesAreThoseOfEncodingInThisProcess() {
    assertEquals(encode("true"), encode("false"));
    try (var isolated = open("true");
        var inProcess = open("false")) {
      assertEquals(isolated.identity(), inProcess.identity());
    }
  }

  private static String encode(String isolate) {
    try (var backend = open(isolate);
        var encoder = backend.encoder()) {
      return GopRun.digest(GopRun.encode(encoder, frames()));
    }
  }

  private static EncoderBackend open(String isolate) {
    return new Librav1eBackendProvider()
        .open(SyntheticFilm.format(LAYOUT), Libraries.settings(100, isolate));
  }

  private static List<Frame> frames() {
    try (var film = new SyntheticFilm(SyntheticFilm.format(LAYOUT), FRAMES)) {
      return IntStream.range(0, FRAMES).mapToObj(film::frame).toList();
    }
  }

  private static Set<ProcessHandle> children() {
    return ProcessHandle.current().children().collect(Collectors.toSet());
  }

  private static ProcessHandle newOne(Set<ProcessHandle> others) {
    return ProcessHandle.current()
        .children()
        .filter(child -> !others.contains(child))
        .findFirst()
        .orElseThrow();
  }

  private static void kill(ProcessHandle process, String signal)
      throws IOException, InterruptedException {
    int code =
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    assertEquals(0, code);
  }
}
