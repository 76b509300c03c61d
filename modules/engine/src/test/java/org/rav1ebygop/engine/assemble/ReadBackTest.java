package org.rav1ebygop.engine.assemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.Input;
import org.rav1ebygop.api.spi.MuxRequest;
import org.rav1ebygop.api.spi.Muxer;
import org.rav1ebygop.api.spi.MuxerProvider;
import org.rav1ebygop.av1.IvfHeader;
import org.rav1ebygop.av1.IvfWriter;
import org.rav1ebygop.engine.plan.FilmPlan;
import org.rav1ebygop.engine.store.SequenceHeaderGuard;
import org.rav1ebygop.testkit.Inputs;
import org.rav1ebygop.testkit.RecordedEncoder;

class ReadBackTest {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  @TempDir private Path directory;

  @Test
  void aFileWithAnotherHeaderIsDamagedAndNotLeftOpen() throws IOException {
    Path file = directory.resolve("film.ivf");
    try (WritableByteChannel out = Channels.newChannel(Files.newOutputStream(file))) {
      VideoFormat format = RecordedEncoder.FORMAT;
      new IvfWriter(
              out,
              new IvfHeader(
                  format.layout().width(), format.layout().height(), format.frameRate(), 7))
          .flush();
    }
    assertDamaged(file, "its header says 7 frames, not 0");
    Files.writeString(file, "DKIF, and then");
    assertDamaged(file, "the IVF header");
  }

  private static void assertDamaged(Path file, String reason) throws IOException {
    var e =
        assertThrows(
            GopException.class,
            () ->
                ReadBack.of(
                    new Request(file),
                    new Ivf(),
                    new FilmPlan(),
                    new SequenceHeaderGuard(RecordedEncoder.LAYOUT)));
    assertEquals(GopException.Kind.ENVIRONMENT, e.kind());
    assertTrue(e.getMessage().contains(reason), e.getMessage());
    assumeTrue(Files.isDirectory(DESCRIPTORS), "only Linux lists what is open");
    assertEquals(0, descriptorsOf(file.toRealPath()));
  }

  private static long descriptorsOf(Path file) throws IOException {
    try (var open = Files.list(DESCRIPTORS)) {
      return open.filter(link -> leadsTo(link, file)).count();
    }
  }

  private static boolean leadsTo(Path link, Path file) {
    try {
      return Files.readSymbolicLink(link).equals(file);
    } catch (IOException _) {
      return false; // the one that lists them is closed
    }
  }

  private record Request(Path file) implements MuxRequest {
    @Override
    public VideoFormat format() {
      return RecordedEncoder.FORMAT;
    }

    @Override
    public long frameCount() {
      return 0;
    }

    @Override
    public Input source() {
      return Inputs.pipe("film", new byte[0]);
    }

    @Override
    public Options options() {
      return Options.NONE;
    }

    @Override
    public WritableByteChannel channel() {
      throw new AssertionError("it is only read");
    }
  }

  private static final class Ivf implements MuxerProvider {
    @Override
    public String id() {
      return "ivf";
    }

    @Override
    public String description() {
      return "IVF";
    }

    @Override
    public Set<String> extensions() {
      return Set.of("ivf");
    }

    @Override
    public Muxer open(MuxRequest request) {
      throw new AssertionError("it is only read");
    }
  }
}
