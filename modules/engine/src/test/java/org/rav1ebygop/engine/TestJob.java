package org.rav1ebygop.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.SplitterSettings;
import org.rav1ebygop.api.spi.EncoderBackend;
import org.rav1ebygop.api.spi.KeyframeSplitterProvider;
import org.rav1ebygop.api.spi.MuxerProvider;
import org.rav1ebygop.api.spi.Transport;
import org.rav1ebygop.api.spi.VideoSource;
import org.rav1ebygop.engine.job.EarlierJob;
import org.rav1ebygop.engine.job.FrameMemory;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.JobListener;
import org.rav1ebygop.engine.job.JobResult;
import org.rav1ebygop.engine.job.OutputTarget;
import org.rav1ebygop.engine.job.StallTimeout;
import org.rav1ebygop.engine.proof.GopProof;
import org.rav1ebygop.testkit.Inputs;
import org.rav1ebygop.testkit.ListedSplitter;
import org.rav1ebygop.testkit.PlainTransport;
import org.rav1ebygop.testkit.RecordedEncoder;

/// A job in the making: a small film, one slot, no faults, unless the test says otherwise.
final class TestJob implements JobListener {
  VideoSource source = new CachedFilm(30);
  long limit = Long.MAX_VALUE;
  int buffers = 1000;
  int compressed;
  boolean spill;
  Options splitterOptions = Options.NONE;
  KeyframeSplitterProvider splitter = keyframes(12, 20);
  int splitterThreads = 1;
  RecordedEncoder encoder = new RecordedEncoder();
  List<Transport> transports = List.of(new PlainTransport(1));
  MuxerProvider muxer = new IvfTestMuxer();
  OutputTarget target;
  Path state;
  boolean kept = true;
  String resumeWith = "--resume";
  JobSetup.Slots local = JobSetup.Slots.fixed(64);
  int maxTries = 3;
  StallTimeout stallTimeout = new StallTimeout.Never();
  Duration patience = Duration.ofSeconds(30);
  GopProof proof = GopProof.STRUCTURE;
  @Nullable GopProof proofElsewhere;
  int quantizer = 100;
  @Nullable JobListener also;
  private final List<JobEvent> events = Collections.synchronizedList(new ArrayList<>());

  /// @param directory for the output and the state
  TestJob(Path directory) {
    target = new OutputTarget.File(directory.resolve("film.ivf"));
    state = directory.resolve("film.ivf.gops");
  }

  static ListedSplitter keyframes(int... frames) {
    return ListedSplitter.at(Arrays.stream(frames).mapToObj(f -> (long) f).toList());
  }

  static ListedSplitter keyframes(Collection<Long> frames) {
    return ListedSplitter.at(new TreeSet<>(frames));
  }

  TestJob slots(int slots) {
    transports = List.of(new PlainTransport(slots));
    return this;
  }

  /// Opens the job directory.
  FilmJob open() {
    return open(encoder.open());
  }

  FilmJob open(EncoderBackend backend) {
    return new FilmJob(setup(backend), this, patience);
  }

  /// What an earlier run has left of this job.
  @Nullable EarlierJob earlier() {
    return FilmJob.earlier(setup(encoder.open()));
  }

  private JobSetup setup(EncoderBackend backend) {
    var settings = new org.rav1ebygop.api.EncoderSettings(10, quantizer, null, 1, Options.NONE);
    return new JobSetup(
        new JobSetup.Source(
            Inputs.pipe("film", new byte[0]), source, source.format(), limit, memory()),
        new JobSetup.Splitting(
            splitter, new SplitterSettings(1, 1000, splitterOptions), splitterThreads),
        new JobSetup.Encoding(encoder, backend, settings),
        transports,
        new JobSetup.Output(muxer, Options.NONE, target),
        new JobSetup.State(state, kept, resumeWith),
        local,
        new JobSetup.Acceptance(
            maxTries, stallTimeout, proof, proofElsewhere == null ? proof : proofElsewhere));
  }

  /// Room for so many frames as they are, and beside them for compressed ones.
  private FrameMemory memory() {
    long frames = buffers + (long) compressed;
    return new FrameMemory(frames * source.format().layout().frameBytes(), buffers, spill);
  }

  /// Runs the job to its end.
  JobResult run() throws InterruptedException {
    return open().run();
  }

  @Override
  public void on(JobEvent event) {
    events.add(event);
    JobListener other = also;
    if (other != null) {
      other.on(event);
    }
  }

  /// Events of a kind so far.
  <E extends JobEvent> List<E> events(Class<E> kind) {
    return List.copyOf(events).stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .collect(Collectors.toList());
  }
}
