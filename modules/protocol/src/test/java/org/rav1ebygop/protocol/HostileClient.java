package org.rav1ebygop.protocol;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32C;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.message.MessageCodec;
import org.rav1ebygop.protocol.message.Messages;
import org.rav1ebygop.protocol.message.Wire;
import org.rav1ebygop.protocol.session.Handshake;
import org.rav1ebygop.protocol.session.PasswordKey;
import org.rav1ebygop.testkit.Mutations;
import org.rav1ebygop.testkit.RecordedEncoder;
import org.rav1ebygop.testkit.SyntheticFilm;

/// A client that knows the password and uses it for nothing good: it misuses leases, windows,
/// offers and openings, as its dice want, until it is told to stop. For one thread.
final class HostileClient {
  private static final Map<String, PasswordKey> KEYS = new ConcurrentHashMap<>();
  private static final int FRAME_BYTES = (int) RecordedEncoder.LAYOUT.frameBytes();
  private static final Bytes FRAME = Bytes.of(new byte[FRAME_BYTES]);
  private static final int CHECKSUM = checksum();

  /// Connections that it leaves open and forgets about, at a time.
  private static final int PARKED = 8;

  private final Target target;
  private final Random random;
  private final Mutations noise;
  private final Deque<Line> parked = new ArrayDeque<>();

  /// Whom it attacks.
  ///
  /// @param address from which it comes
  /// @param said counts its messages
  /// @param over when to stop
  record Target(WorkerService worker, String address, LongAdder said, BooleanSupplier over) {}

  HostileClient(Target target, long seed) {
    this.target = target;
    this.random = new Random(seed);
    this.noise = new Mutations(Messages.ALL.stream().map(MessageCodec::encode).toList(), seed);
  }

  /// Attacks again and again. It connects again at once whenever it is thrown out.
  void run() throws InterruptedException {
    while (!target.over.getAsBoolean()) {
      try {
        attack();
      } catch (IOException _) {
        // thrown out
      }
    }
    while (!parked.isEmpty()) {
      parked.remove().close();
    }
  }

  private void attack() throws IOException, InterruptedException {
    switch (random.nextInt(8)) {
      case 0 -> park(squatter());
      case 1 -> park(deafOne());
      case 2 -> noise();
      case 3 -> openings();
      case 4 -> park(resumer());
      default -> {
        try (Line line = join(unique(Wire.JOB_ID), false)) {
          work(line, 50 + random.nextInt(1000));
        }
      }
    }
  }

  /// Takes all that is offered and sends nothing for it.
  private Line squatter() throws IOException, InterruptedException {
    return joined(line -> {
      for (int i = 0; i < 20; i++) {
        takeOffers(line, 1024);
        line.end.say(new Message.Ping());
      }
    });
  }

  /// Has things encoded, and takes none of its packets.
  private Line deafOne() throws IOException, InterruptedException {
    return joined(line -> {
      line.end.fallDeaf();
      work(line, 50 + random.nextInt(200));
    });
  }

  private interface Step {
    void on(Line line) throws IOException, InterruptedException;
  }

  /// A connection that stays open, unless it is thrown out.
  private Line joined(Step step) throws IOException, InterruptedException {
    Line line = join(unique(Wire.JOB_ID), false);
    try {
      step.on(line);
      return line;
    } catch (IOException | InterruptedException e) {
      line.close();
      throw e;
    }
  }

  /// Says whatever there is, damaged or not, at any time.
  private void noise() throws IOException, InterruptedException {
    Line line =
        switch (random.nextInt(3)) {
          case 0 -> connect();
          case 1 -> proven();
          default -> join(unique(Wire.JOB_ID), false);
        };
    try (line) {
      for (int i = random.nextInt(20); i > 0; i--) {
        line.end.say(random.nextInt(3) > 0 ? noise.next() : MessageCodec.encode(any()));
      }
    }
  }

  private Message any() {
    return Messages.ALL.get(random.nextInt(Messages.ALL.size()));
  }

  /// A hundred jobs at once, most of which nobody waits for.
  private void openings() throws IOException, InterruptedException {
    var lines = new ArrayList<Line>();
    try {
      for (int i = 0; i < 100; i++) {
        Line line = proven();
        lines.add(line);
        line.end.say(job(unique(Wire.JOB_ID), List.of()));
        if (random.nextBoolean()) {
          line.end.say(new Message.Goodbye(EndReason.FINISHED, ""));
        } else if (random.nextBoolean()) {
          line.close();
        }
      }
    } finally {
      lines.forEach(Line::close);
    }
  }

  /// Comes back to its job, with the first connection still there or not, and says of its leases
  /// what it likes.
  private Line resumer() throws IOException, InterruptedException {
    Bytes id = unique(Wire.JOB_ID);
    Line line = join(id, false);
    try {
      for (int i = 1 + random.nextInt(5); i > 0; i--) {
        work(line, random.nextInt(100));
        if (random.nextBoolean()) {
          line.close();
        }
        Line again = join(id, true);
        line.close();
        line = again;
      }
    } catch (IOException | InterruptedException e) {
      line.close();
      throw e;
    }
    return line;
  }

  /// Encodes, more or less.
  private void work(Line line, int messages) throws IOException, InterruptedException {
    for (int i = 0; i < messages && !target.over.getAsBoolean(); i++) {
      step(line);
    }
  }

  private void step(Line line) throws IOException, InterruptedException {
    RawEnd end = line.end;
    int some = 1 + random.nextInt(Math.max(1, line.last));
    Open open = line.open.isEmpty() ? null : line.open.get(random.nextInt(line.open.size()));
    switch (random.nextInt(100)) {
      case 0 -> rudeness(line);
      case 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 -> takeOffers(line, 1);
      case 11, 12, 13 -> end.say(new Message.Cancel(some, "it changed its mind"));
      case 14 -> end.say(new Message.Ping());
      case 15, 16, 17 -> confirm(line);
      case 18, 19, 20, 21, 22 -> credit(line);
      default -> {
        if (open == null) {
          takeOffers(line, 1);
          end.say(line.last > 0 ? new Message.Cancel(some, "") : new Message.Ping());
        } else if (open.frames < open.count) {
          boolean damaged = random.nextInt(200) == 0;
          var part = new Message.Part(open.lease, open.frames++, FRAME_BYTES, 0, FRAME);
          end.say(new Message.Frame(part, 0, damaged ? 1 : CHECKSUM));
        } else {
          end.say(new Message.EndOfFrames(open.lease, open.frames));
          line.open.remove(open);
        }
      }
    }
  }

  /// What a client must not do, and mostly ends the connection.
  private void rudeness(Line line) throws IOException, InterruptedException {
    int last = Math.max(1, line.last);
    RawEnd end = line.end;
    switch (random.nextInt(12)) {
      case 0 -> end.say(new Message.Lease(last + 1 + random.nextInt(5), 0, 1, 0, 1));
      case 1 -> end.say(new Message.Lease(Integer.MAX_VALUE, 0, 1, 0, 1));
      case 2 -> end.say(new Message.Credit(last, strange()));
      case 3 -> end.say(frame(last, random.nextInt(3), FRAME_BYTES, FRAME_BYTES / 2));
      case 4 -> end.say(frame(last, Wire.MAX_WINDOW + 1, FRAME_BYTES, FRAME_BYTES));
      case 5 -> end.say(frame(last, 0, (int) Wire.MAX_FRAME, FRAME_BYTES));
      case 6 -> end.say(new Message.EndOfFrames(last, strange()));
      case 7 -> end.say(new Message.Confirm(last));
      case 8 -> end.say(any());
      case 9 -> end.say(noise.next());
      case 10 -> end.say(new byte[Wire.MAX_MESSAGE + 1]);
      default -> {
        byte[] envelope = new byte[1 + random.nextInt(60)];
        random.nextBytes(envelope);
        envelope[0] = (byte) (1 + random.nextInt(22));
        end.say(envelope);
      }
    }
  }

  private static Message.Frame frame(int lease, int index, int total, int size) {
    return new Message.Frame(
        new Message.Part(lease, index, total, 0, FRAME.slice(0, size)), 0, CHECKSUM);
  }

  private int strange() {
    return switch (random.nextInt(4)) {
      case 0 -> Integer.MAX_VALUE;
      case 1 -> Integer.MIN_VALUE + random.nextInt(3);
      case 2 -> 0;
      default -> random.nextInt();
    };
  }

  /// Also on offers that were taken back.
  private void takeOffers(Line line, int most) throws IOException, InterruptedException {
    int offered = line.offered.get();
    if (random.nextInt(20) == 0) {
      offered = line.mostOffered.get();
    }
    if (line.again) {
      // Numbers of this job that it does not know were used before.
      line.last = Math.max(line.last, offered - 1);
    }
    for (int i = 0; i < most && line.last < offered; i++) {
      int count = 1 + random.nextInt(CampaignFilm.GOP_FRAMES);
      line.open.add(new Open(++line.last, count));
      line.end.say(
          new Message.Lease(
              line.last,
              random.nextInt(1000),
              1 + random.nextInt(3),
              0,
              random.nextBoolean() ? count : -1));
    }
  }

  private void confirm(Line line) throws IOException, InterruptedException {
    Integer done = line.done.poll();
    if (done != null && random.nextInt(4) > 0) {
      line.end.say(new Message.Confirm(done));
    }
  }

  private void credit(Line line) throws IOException, InterruptedException {
    for (Map.Entry<Integer, Integer> packets : line.packets.entrySet()) {
      line.end.say(new Message.Credit(packets.getKey(), packets.getValue()));
      line.packets.remove(packets.getKey(), packets.getValue());
      return;
    }
  }

  private void park(Line line) {
    parked.add(line);
    if (parked.size() > PARKED) {
      parked.remove().close();
    }
  }

  private Line connect() throws IOException, InterruptedException {
    MemoryCarrier.Pair pair = MemoryCarrier.pair(target.address, new byte[0], new byte[0]);
    target.worker.accept(pair.worker());
    var line = new Line(pair.client());
    try {
      line.end.start();
      line.end.say(line.hello);
    } catch (IOException | InterruptedException e) {
      line.close();
      throw e;
    }
    return line;
  }

  private Line proven() throws IOException, InterruptedException {
    Line line = connect();
    try {
      Message.Challenge challenge = line.end.await(Message.Challenge.class);
      PasswordKey key =
          KEYS.computeIfAbsent(
              HexFormat.of().formatHex(challenge.salt().array()),
              _ -> PasswordKey.derive(TestWorker.PASSWORD, challenge.salt()));
      line.end.say(Handshake.proof(key, line.hello, challenge));
      var _ = line.end.await(Message.Welcome.class);
      for (int i = random.nextInt(20) - 15; i > 0; i--) {
        line.end.say(new Message.Enquiry());
      }
    } catch (IOException | InterruptedException e) {
      line.close();
      throw e;
    }
    return line;
  }

  private Line join(Bytes job, boolean again) throws IOException, InterruptedException {
    Line line = proven();
    try {
      line.again = again;
      line.end.say(job(job, again ? held() : List.of()));
      var _ = line.end.await(Message.Ready.class);
    } catch (IOException | InterruptedException e) {
      line.close();
      throw e;
    }
    return line;
  }

  private List<Message.Held> held() {
    var held = new ArrayList<Message.Held>();
    for (int i = random.nextInt(10); i > 0; i--) {
      held.add(
          new Message.Held(
              new Message.Lease(1 + random.nextInt(10), random.nextInt(3), 1, 0, -1),
              random.nextInt(3)));
    }
    return held;
  }

  private Message.Job job(Bytes id, List<Message.Held> held) {
    int[] windows = {1, 1000, 1 << 20, Integer.MAX_VALUE};
    boolean foreign = random.nextInt(50) == 0;
    var layout =
        foreign ? new FrameLayout(8192, 8192, ChromaSampling.CS444, 12) : RecordedEncoder.LAYOUT;
    return new Message.Job(
        id,
        "hostile",
        new Message.Terms(
            RecordedEncoder.IDENTITY.backend(),
            SyntheticFilm.format(layout),
            RecordedEncoder.SETTINGS),
        1 + random.nextInt(random.nextBoolean() ? 4 : Wire.MAX_LEASES),
        random.nextBoolean() ? List.of() : FrameCoder.CODINGS,
        windows[random.nextInt(windows.length)],
        held.isEmpty() ? 0 : random.nextInt(random.nextInt(5) > 0 ? 20 : Integer.MAX_VALUE - 2048),
        held);
  }

  private Bytes unique(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }

  private static int checksum() {
    var crc = new CRC32C();
    crc.update(new byte[FRAME_BYTES]);
    return (int) crc.getValue();
  }

  /// A lease of which frames are still to be sent.
  private static final class Open {
    private final int lease;
    private final int count;
    private int frames;

    Open(int lease, int count) {
      this.lease = lease;
      this.count = count;
    }
  }

  /// A connection.
  private final class Line implements AutoCloseable {
    private final RawEnd end;
    private final Message.Hello hello =
        new Message.Hello(
            Wire.MIN_VERSION, random.nextInt(4) > 0 ? Wire.MAX_VERSION : 1, unique(Wire.NONCE));
    private final List<Open> open = new ArrayList<>();
    private int last;
    private boolean again;
    private final AtomicInteger offered = new AtomicInteger();
    private final AtomicInteger mostOffered = new AtomicInteger();
    private final Map<Integer, Integer> packets = new ConcurrentHashMap<>();
    private final Deque<Integer> done = new ConcurrentLinkedDeque<>();

    Line(Carrier carrier) {
      this.end = new RawEnd(carrier, this::hear, target.said);
    }

    private void hear(Message message) {
      switch (message) {
        case Message.Offer(int number) -> {
          offered.set(number);
          mostOffered.accumulateAndGet(number, Math::max);
        }
        case Message.Packet(Message.Part part) -> packets.put(part.lease(), part.index() + 1);
        case Message.Done whole -> done.add(whole.lease());
        case Message _ -> {}
      }
    }

    @Override
    public void close() {
      end.close();
    }
  }
}
