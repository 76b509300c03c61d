package org.rav1ebygop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.SplitterSettings;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.KeyframeSplitter;
import org.rav1ebygop.api.spi.KeyframeSplitterProvider;
import org.rav1ebygop.api.spi.MuxRequest;
import org.rav1ebygop.api.spi.Muxer;
import org.rav1ebygop.api.spi.MuxerProvider;
import org.rav1ebygop.engine.FilmJob;
import org.rav1ebygop.engine.JobSetup;
import org.rav1ebygop.engine.job.FrameMemory;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.JobStatus;
import org.rav1ebygop.engine.job.OutputTarget;
import org.rav1ebygop.engine.job.StallTimeout;
import org.rav1ebygop.engine.proof.GopProof;
import org.rav1ebygop.terminal.StandardError;
import org.rav1ebygop.testkit.Inputs;
import org.rav1ebygop.testkit.PlainTransport;
import org.rav1ebygop.testkit.RecordedEncoder;
import org.rav1ebygop.testkit.SyntheticFilm;

class JobRunTest {
  private final PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
  private final Console console = new Console(nowhere, StandardError.to(nowhere));
  @TempDir private Path directory;

  /// No signal has come whose thread would end the process.
  @Test
  void aProviderThatWasInterruptedThoughNobodyDidEndsTheRun() {
    var job = new FilmJob(setup(), _ -> {});
    var e = assertThrows(GopException.class, () -> run(job));
    assertEquals(GopException.Kind.INTERRUPTED, e.kind());
    assertEquals(Interrupted.REASON, e.getMessage());
  }

  private int run(FilmJob job) throws InterruptedException {
    try (var interrupt = new Interruptible(console)) {
      return Events.of(
          new EncodeCommand(),
          console,
          (told, events) -> {
            var summary = new Summary(nowhere, RecordedEncoder.FORMAT);
            var shown = new JobRun.Shown(new Hidden(), events, summary, "film.ivf");
            var left = new Leftovers(new GopFolder(gops(), null), false);
            return new JobRun(job, shown, told, left).run(interrupt);
          });
    }
  }

  private Path gops() {
    return directory.resolve("film.ivf.gops");
  }

  private JobSetup setup() {
    var film = new SyntheticFilm(RecordedEncoder.FORMAT, 3);
    var encoder = new RecordedEncoder();
    return new JobSetup(
        new JobSetup.Source(
            Inputs.pipe("film", new byte[0]),
            film,
            film.format(),
            Long.MAX_VALUE,
            FrameMemory.NONE),
        new JobSetup.Splitting(new Interrupted(), new SplitterSettings(1, 1000, Options.NONE), 1),
        new JobSetup.Encoding(encoder, encoder.open(), RecordedEncoder.SETTINGS),
        List.of(new PlainTransport(1)),
        new JobSetup.Output(new Unused(), Options.NONE, new OutputTarget.Discard()),
        JobSetup.State.at(gops()),
        JobSetup.Slots.fixed(1),
        new JobSetup.Acceptance(
            3, new StallTimeout.Never(), GopProof.STRUCTURE, GopProof.STRUCTURE));
  }

  private static final class Interrupted implements KeyframeSplitterProvider {
    static final String REASON = "interrupted, for no reason that anybody knows";

    @Override
    public String id() {
      return "interrupted";
    }

    @Override
    public String description() {
      return "says that it was interrupted";
    }

    @Override
    public KeyframeSplitter open(VideoFormat format, SplitterSettings settings) {
      throw new GopException(GopException.Kind.INTERRUPTED, REASON, null);
    }
  }

  private static final class Unused implements MuxerProvider {
    @Override
    public String id() {
      return "unused";
    }

    @Override
    public String description() {
      return "is never opened";
    }

    @Override
    public java.util.Set<String> extensions() {
      return java.util.Set.of();
    }

    /// One that streams is opened before the first GOP is there.
    @Override
    public boolean streams() {
      return false;
    }

    @Override
    public Muxer open(MuxRequest request) {
      throw new AssertionError("there is no film");
    }
  }

  private static final class Hidden implements Progress {
    @Override
    public void start(Supplier<JobStatus> status) {}

    @Override
    public void on(JobEvent event) {}

    @Override
    public void close() {}
  }
}
