package org.rav1ebygop.protocol;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.Gop;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.SourceFingerprint;
import org.rav1ebygop.api.SplitterSettings;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.GopEncoder;
import org.rav1ebygop.api.spi.SeekableSource;
import org.rav1ebygop.av1.IvfReader;
import org.rav1ebygop.engine.FilmJob;
import org.rav1ebygop.engine.JobSetup;
import org.rav1ebygop.engine.job.FrameMemory;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.JobResult;
import org.rav1ebygop.engine.job.OutputTarget;
import org.rav1ebygop.engine.job.StallTimeout;
import org.rav1ebygop.engine.proof.GopProof;
import org.rav1ebygop.muxer.ivf.IvfMuxerProvider;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.testkit.GopRun;
import org.rav1ebygop.testkit.Inputs;
import org.rav1ebygop.testkit.ListedSplitter;
import org.rav1ebygop.testkit.RecordedEncoder;
import org.rav1ebygop.testkit.SyntheticFilm;

/// A short film that the whole engine encodes with the workers of a roster, as often as a campaign
/// wants.
final class CampaignFilm {
  static final int GOPS = 20;
  static final int GOP_FRAMES = 10;

  /// More than liars can use up: what they say of their own encoders does count as a try.
  private static final int TRIES = 1000;

  /// How long a worker may hold a GOP and do nothing.
  private static final Duration STALL = Duration.ofSeconds(5);

  private final Path folder;
  private final Source source = new Source();
  private final List<List<Packet>> packets;
  private int runs;

  /// How a run went.
  ///
  /// @param bytes of the file
  record Run(JobResult result, Bytes bytes, Duration time, List<JobEvent> events) {
    <E extends JobEvent> List<E> events(Class<E> kind) {
      return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
  }

  /// @param folder for files, which the caller deletes
  CampaignFilm(Path folder) {
    this.folder = folder;
    this.packets = IntStream.range(0, GOPS).mapToObj(this::encode).toList();
  }

  private List<Packet> encode(int gop) {
    try (GopEncoder encoder = new RecordedEncoder().open().encoder()) {
      return List.copyOf(
          GopRun.encode(encoder, source.frames.subList(gop * GOP_FRAMES, (gop + 1) * GOP_FRAMES)));
    }
  }

  /// What an honest worker makes of a frame.
  byte[] packet(int gop, int index) {
    return packets.get(gop).get(index).data().toArray(ValueLayout.JAVA_BYTE);
  }

  /// Encodes it.
  Run run(Roster roster) throws InterruptedException, IOException {
    Path mine = Files.createDirectory(folder.resolve("run" + ++runs));
    Path file = mine.resolve("film.ivf");
    List<JobEvent> events = new CopyOnWriteArrayList<>();
    long begun = System.nanoTime();
    JobResult result = new FilmJob(setup(file, roster), events::add).run();
    Duration time = Duration.ofNanos(System.nanoTime() - begun);
    byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    return new Run(result, Bytes.of(bytes), time, List.copyOf(events));
  }

  private JobSetup setup(Path file, Roster roster) {
    var encoder = new RecordedEncoder();
    return new JobSetup(
        new JobSetup.Source(
            Inputs.pipe("film", new byte[0]),
            source,
            source.format(),
            Long.MAX_VALUE,
            FrameMemory.NONE),
        new JobSetup.Splitting(
            ListedSplitter.at(
                LongStream.range(0, GOPS)
                    .map(gop -> gop * GOP_FRAMES)
                    .boxed()
                    .collect(Collectors.toSet())),
            new SplitterSettings(1, 1000, Options.NONE),
            1),
        new JobSetup.Encoding(encoder, encoder.open(), RecordedEncoder.SETTINGS),
        List.of(new Fleet(roster, null, "campaign 1")),
        new JobSetup.Output(new IvfMuxerProvider(), Options.NONE, new OutputTarget.File(file)),
        new JobSetup.State(file.resolveSibling("film.gops"), false, "--resume"),
        JobSetup.Slots.fixed(64),
        new JobSetup.Acceptance(
            TRIES, new StallTimeout.Fixed(STALL), GopProof.STRUCTURE, SamePackets::new));
  }

  /// Stands for decoding a GOP: its packets are those that its frames become.
  private final class SamePackets implements GopProof.Attempt {
    @Override
    public void sent(Frame frame) {
      // they are known
    }

    @Override
    public void received(int baseQIndex) {
      // all packets are looked at in the end
    }

    @Override
    public void prove(Path file, Gop gop) {
      var found = new ArrayList<byte[]>();
      try (var in = new IvfReader(FileChannel.open(file))) {
        for (Packet packet = in.next(); packet != null; packet = in.next()) {
          found.add(packet.data().toArray(ValueLayout.JAVA_BYTE));
        }
      } catch (IOException e) {
        throw GopException.environment("cannot read " + file, e);
      }
      for (int i = 0; i < found.size(); i++) {
        if (!Arrays.equals(found.get(i), packet(gop.index(), i))) {
          throw GopException.encoder("frame " + i + " is decoded as another picture", null);
        }
      }
    }

    @Override
    public void close() {
      // nothing runs
    }
  }

  /// The frames, painted once.
  private static final class Source implements SeekableSource {
    private final List<Frame> frames;

    Source() {
      var film = new SyntheticFilm(RecordedEncoder.FORMAT, GOPS * GOP_FRAMES, 50, 120);
      frames = LongStream.range(0, film.frameCount()).mapToObj(film::frame).toList();
    }

    @Override
    public VideoFormat format() {
      return RecordedEncoder.FORMAT;
    }

    @Override
    public long frameCount() {
      return frames.size();
    }

    @Override
    public Frame frame(long index) {
      return frames.get((int) index);
    }

    @Override
    public SourceFingerprint fingerprint() {
      return new SourceFingerprint(frames.size(), Instant.EPOCH, "campaign");
    }

    @Override
    public void close() {
      // the next run reads it again
    }
  }
}
