package org.rav1ebygop.testkit;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.EncoderBackend;
import org.rav1ebygop.api.spi.EncoderBackendProvider;
import org.rav1ebygop.api.spi.GopEncoder;

/// An encoder backend in this process that replays a recorded GOP: valid AV1, though not of the
/// frames it gets. Each packet ends with a padding OBU that carries a checksum of all frames of the
/// GOP so far, so the bytes are a function of the frames. It fails as the test wants.
public final class RecordedEncoder implements EncoderBackendProvider {
  /// The layout of the recording.
  public static final FrameLayout LAYOUT = new FrameLayout(64, 48, ChromaSampling.CS420, 8);

  /// The format of the recording.
  public static final VideoFormat FORMAT = SyntheticFilm.format(LAYOUT);

  /// Settings for [#open]; any will do.
  public static final EncoderSettings SETTINGS =
      new EncoderSettings(10, 100, null, 1, Options.NONE);

  /// What its encoders say they are.
  public static final EncoderIdentity IDENTITY =
      new EncoderIdentity("recorded", "1", "7a".repeat(32));

  private final EncoderIdentity identity;
  private final EncoderFault.Plan faults;
  private final Map<Long, Integer> attempts = new HashMap<>();
  private final Set<RecordedGop> running = new HashSet<>();
  private int started;

  /// One that never fails.
  public RecordedEncoder() {
    this((_, _) -> EncoderFault.NONE);
  }

  /// @param faults what goes wrong with which attempt
  public RecordedEncoder(EncoderFault.Plan faults) {
    this(IDENTITY, faults);
  }

  /// @param identity what it says it is
  /// @param faults what goes wrong with which attempt
  public RecordedEncoder(EncoderIdentity identity, EncoderFault.Plan faults) {
    this.identity = identity;
    this.faults = faults;
  }

  /// The most frames a GOP may have.
  public static int maxFrames() {
    return RecordedStream.count();
  }

  @Override
  public String id() {
    return "recorded";
  }

  @Override
  public String description() {
    return "replays a recording";
  }

  @Override
  public EncoderBackend open(VideoFormat format, EncoderSettings settings) {
    if (!format.layout().equals(LAYOUT)) {
      throw GopException.input("the recording is %s, not %s".formatted(LAYOUT, format.layout()));
    }
    return new Backend();
  }

  /// Opens it for the format of the recording.
  public EncoderBackend open() {
    return open(FORMAT, SETTINGS);
  }

  /// Encoders that were started and not closed.
  public synchronized int running() {
    return running.size();
  }

  /// Encoders that were ever started.
  public synchronized int started() {
    return started;
  }

  /// Waits until at least so many encoders were ever started.
  public synchronized void awaitStarted(int count) throws InterruptedException {
    while (started < count) {
      wait();
    }
  }

  /// Waits until no encoder runs.
  public synchronized void awaitEnded() throws InterruptedException {
    while (!running.isEmpty()) {
      wait();
    }
  }

  synchronized EncoderFault fault(long firstFrame) {
    return faults.of(firstFrame, attempts.merge(firstFrame, 1, Integer::sum));
  }

  synchronized void closed(RecordedGop encoder) {
    running.remove(encoder);
    notifyAll();
  }

  private synchronized GopEncoder start() {
    var encoder = new RecordedGop(this);
    running.add(encoder);
    started++;
    notifyAll();
    return encoder;
  }

  private synchronized List<RecordedGop> allRunning() {
    return List.copyOf(running);
  }

  private final class Backend implements EncoderBackend {
    private volatile boolean closed;

    @Override
    public EncoderIdentity identity() {
      return identity;
    }

    @Override
    public long memoryPerEncoder() {
      return 1 << 20;
    }

    @Override
    public GopEncoder encoder() {
      if (closed) {
        throw GopException.encoder("the backend is closed", null);
      }
      return start();
    }

    @Override
    public void close() {
      closed = true;
      allRunning().forEach(RecordedGop::close);
    }
  }
}
