package org.rav1ebygop.protocol;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
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

/// A worker that knows the password and lies about everything, as its dice want. Each connection to
/// it has dice of its own.
final class LyingWorker implements Connector {
  /// The salt of a worker may be anything. One for all liars is quicker.
  private static final Bytes SALT = Bytes.of(new byte[Wire.SALT]);

  private static final PasswordKey KEY = PasswordKey.derive(TestWorker.PASSWORD, SALT);

  private final CampaignFilm film;
  private final LongAdder said;
  private final long seed;
  private final AtomicInteger connections = new AtomicInteger();

  /// Attempts of which it says something that counts as a try: that its encoder failed, or that
  /// this is the result.
  private final Set<Attempt> lies = ConcurrentHashMap.newKeySet();

  /// An attempt at a GOP.
  record Attempt(int gop, int attempt) {}

  /// @param said counts its messages
  LyingWorker(CampaignFilm film, LongAdder said, long seed) {
    this.film = film;
    this.said = said;
    this.seed = seed;
  }

  /// Whether it has said something of an attempt that counts as a try.
  boolean hasLied(int gop, int attempt) {
    return lies.contains(new Attempt(gop, attempt));
  }

  /// The film is over.
  void forget() {
    lies.clear();
  }

  @Override
  public Carrier connect() {
    MemoryCarrier.Pair pair = MemoryCarrier.pair();
    var conversation = new Conversation(pair.worker(), seed + connections.incrementAndGet());
    Thread.ofVirtual().name("liar").start(conversation::run);
    return pair.client();
  }

  /// A lease as it was announced.
  private static final class Held {
    private final Message.Lease terms;
    private int frames;
    private boolean ended;
    private int sent;
    private long bytes;
    private final MessageDigest digest = sha256();

    Held(Message.Lease terms) {
      this.terms = terms;
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError(e);
      }
    }
  }

  /// One connection.
  private final class Conversation {
    private final RawEnd end;
    private final Random random;
    private final Mutations noise;
    private final BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
    private final List<Held> held = new ArrayList<>();

    /// All leases that it ever heard of, over this connection or an earlier one.
    private final Map<Integer, Message.Lease> known = new HashMap<>();

    private int last;

    Conversation(Carrier carrier, long seed) {
      this.end = new RawEnd(carrier, heard::add, said);
      this.random = new Random(seed);
      this.noise = new Mutations(Messages.ALL.stream().map(MessageCodec::encode).toList(), seed);
    }

    void run() {
      try (end) {
        end.start();
        introduce();
        switch (random.nextInt(6)) {
          case 0 -> flood();
          case 1 -> hold();
          case 2 -> noise();
          default -> lie();
        }
      } catch (IOException | InterruptedException _) {
        // the client has left
      }
    }

    private void introduce() throws IOException, InterruptedException {
      Message.Hello hello = end.await(Message.Hello.class);
      byte[] nonce = new byte[Wire.NONCE];
      random.nextBytes(nonce);
      var challenge =
          new Message.Challenge(
              Wire.MIN_VERSION, Wire.MAX_VERSION, Wire.MAX_VERSION, Bytes.of(nonce), SALT);
      end.say(challenge);
      var _ = end.await(Message.Proof.class);
      end.say(
          new Message.Welcome(
              Handshake.workerMac(KEY, hello, challenge),
              "liar",
              1 + random.nextInt(random.nextBoolean() ? 4 : Wire.MAX_LEASES),
              List.of(RecordedEncoder.IDENTITY.backend())));
      Message.Job job = end.await(Message.Job.class);
      last = job.lastLease();
      job.held().forEach(one -> known.put(one.lease().lease(), one.lease()));
      end.say(
          new Message.Ready(
              RecordedEncoder.IDENTITY,
              List.of(),
              1 + random.nextInt(Wire.MAX_WINDOW),
              resumed(job)));
    }

    /// Of what the client holds: all of it as it is, or what was never there.
    private List<Message.Resumed> resumed(Message.Job job) {
      var resumed = new ArrayList<Message.Resumed>();
      for (Message.Held one : job.held()) {
        if (random.nextInt(4) > 0) {
          resumed.add(
              new Message.Resumed(one.lease().lease(), random.nextInt(3), random.nextInt(4) == 0));
        }
      }
      if (random.nextInt(4) == 0) {
        resumed.add(new Message.Resumed(1 + random.nextInt(50), random.nextInt(20), true));
      }
      return resumed;
    }

    /// Offers that come and go, by the thousand.
    private void flood() throws IOException, InterruptedException {
      while (true) {
        for (int i = 0; i < 200; i++) {
          end.say(offer());
        }
        listen(true);
      }
    }

    /// Takes what it gets and does nothing.
    private void hold() throws IOException, InterruptedException {
      end.say(new Message.Offer(last + 4));
      while (true) {
        listen(true);
        end.say(new Message.Ping());
      }
    }

    private void noise() throws IOException, InterruptedException {
      end.say(new Message.Offer(last + 2));
      listen(true);
      while (true) {
        end.say(noise.next());
      }
    }

    private void lie() throws IOException, InterruptedException {
      end.say(new Message.Offer(last + 1 + random.nextInt(4)));
      for (int i = 0; ; i++) {
        listen(i % 20 == 0);
        step();
      }
    }

    private void step() throws IOException, InterruptedException {
      Held any = held.isEmpty() ? null : held.get(random.nextInt(held.size()));
      int number = last == 0 ? 1 : 1 + random.nextInt(last);
      switch (random.nextInt(100)) {
        case 0 -> rudeness(any);
        case 1, 2, 3, 4, 5 -> end.say(offer());
        // Of leases that have ended, or that it does not hold.
        case 6, 7 -> end.say(new Message.Credit(number, random.nextInt(3)));
        case 8 -> unfinished(number);
        case 9 -> end.say(new Message.Ping());
        case 10 -> duplicate(any);
        default -> {
          if (any == null) {
            end.say(random.nextBoolean() ? new Message.Ping() : offer());
          } else if (any.sent < any.frames) {
            packet(any, random.nextInt(40) == 0);
          } else if (any.ended) {
            done(any, random.nextInt(4));
            held.remove(any);
          } else {
            end.say(new Message.Credit(any.terms.lease(), any.frames));
          }
        }
      }
    }

    private Message offer() {
      int upTo = random.nextInt(3) > 0 ? last + random.nextInt(8) : random.nextInt(last + 2);
      return new Message.Offer(random.nextInt(50) == 0 ? last + 1024 : upTo);
    }

    private void unfinished(int lease) throws IOException, InterruptedException {
      switch (random.nextInt(3)) {
        case 0 -> {
          Message.Lease terms = known.get(lease);
          if (terms != null) {
            lied(terms);
            end.say(new Message.Failed(lease, "not mine", "a lie"));
          }
        }
        case 1 -> end.say(new Message.Trouble(lease, "not mine", "a lie"));
        default -> end.say(new Message.Declined(lease));
      }
    }

    private void packet(Held lease, boolean wrong) throws IOException, InterruptedException {
      byte[] packet = film.packet(lease.terms.gop(), lease.sent);
      if (wrong) {
        packet[random.nextInt(packet.length)] ^= (byte) (1 << random.nextInt(8));
        lied(lease.terms);
      }
      lease.digest.update(packet);
      lease.bytes += packet.length;
      end.say(
          new Message.Packet(
              new Message.Part(
                  lease.terms.lease(), lease.sent++, packet.length, 0, Bytes.of(packet))));
    }

    /// The same result again, or one that nobody has asked for.
    private void duplicate(@Nullable Held lease) throws IOException, InterruptedException {
      if (lease != null && lease.ended && lease.sent == lease.frames) {
        done(lease, 3);
        done(lease, random.nextInt(4));
        held.remove(lease);
      }
    }

    /// @param lie what is wrong with it; from 3 on nothing
    private void done(Held lease, int lie) throws IOException, InterruptedException {
      lied(lease.terms);
      byte[] digest;
      try {
        digest = ((MessageDigest) lease.digest.clone()).digest();
      } catch (CloneNotSupportedException e) {
        throw new AssertionError(e);
      }
      digest[0] += (byte) (lie == 0 ? 1 : 0);
      end.say(
          new Message.Done(
              lease.terms.lease(),
              lease.sent + (lie == 1 ? 1 : 0),
              lease.bytes + (lie == 2 ? 1 : 0),
              Bytes.of(digest),
              RecordedEncoder.IDENTITY));
    }

    /// What a worker must not do, and mostly ends the connection.
    private void rudeness(@Nullable Held any) throws IOException, InterruptedException {
      int lease = any == null ? last + 1 : any.terms.lease();
      switch (random.nextInt(10)) {
        case 0 -> end.say(new Message.Offer(Integer.MAX_VALUE));
        case 1 -> end.say(new Message.Credit(lease, strange()));
        case 2 -> end.say(part(lease, 0, 1000, 10));
        case 3 -> end.say(part(lease, 0, (int) Wire.MAX_FRAME, 10));
        case 4 -> end.say(part(lease, Wire.MAX_FRAMES, 10, 10));
        case 5 -> end.say(new Message.Cancel(lease, "the client speaks"));
        case 6 -> end.say(new byte[Wire.MAX_MESSAGE + 1]);
        case 7 -> end.say(noise.next());
        case 8 -> end.say(new Message.Goodbye(reason(), "so long"));
        default -> end.close();
      }
    }

    /// One after which it may come back.
    private EndReason reason() {
      EndReason[] all = EndReason.values();
      EndReason reason = all[random.nextInt(all.length)];
      return reason.passes() ? reason : EndReason.BUSY;
    }

    private static Message part(int lease, int index, int total, int size) {
      return new Message.Packet(new Message.Part(lease, index, total, 0, Bytes.of(new byte[size])));
    }

    private int strange() {
      return random.nextBoolean() ? random.nextInt() : Integer.MAX_VALUE;
    }

    private void lied(Message.Lease lease) {
      lies.add(new Attempt(lease.gop(), lease.attempt()));
    }

    /// Hears what has come.
    ///
    /// @param patiently whether to wait for something if there is nothing
    private void listen(boolean patiently) throws InterruptedException {
      Message message = patiently ? heard.poll(5, TimeUnit.MILLISECONDS) : heard.poll();
      for (; message != null; message = heard.poll()) {
        switch (message) {
          case Message.Lease terms -> {
            last = Math.max(last, terms.lease());
            known.put(terms.lease(), terms);
            held.add(new Held(terms));
          }
          case Message.Frame(Message.Part part, int _, int _) -> {
            for (Held lease : held) {
              lease.frames += lease.terms.lease() == part.lease() ? 1 : 0;
            }
          }
          case Message.EndOfFrames(int number, int _) -> {
            for (Held lease : held) {
              lease.ended |= lease.terms.lease() == number;
            }
          }
          case Message.Cancel(int number, String _) ->
              held.removeIf(lease -> lease.terms.lease() == number);
          case Message _ -> {}
        }
      }
    }
  }
}
