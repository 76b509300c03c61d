package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.protocol.Carrier;
import org.rav1ebygop.protocol.CarrierServer;
import org.rav1ebygop.protocol.WorkerService;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.message.MessageCodec;
import org.rav1ebygop.protocol.message.ProtocolException;
import org.rav1ebygop.protocol.message.Wire;
import org.rav1ebygop.transport.websocket.WebSocketServerProvider;

/// Attacks on the memory of one side by the other, which knows the password. docs/security.md names
/// the test of each promise.
@Tag("waits")
class AttackPeersIT extends RemoteFilm {
  private static final int MIB = 1 << 20;

  /// Of the attacked program, in MiB. It ends when that is not enough.
  private static final int HEAP = 32;

  private static final String SMALL_HEAP = "-Xmx" + HEAP + "m -XX:+ExitOnOutOfMemoryError";

  /// A client that asks for a window of 2 GiB, takes no packet, and has as much encoded as it is
  /// offered. What it hears is what the worker keeps.
  @Test
  void aClientThatTakesNoPacketsKeepsNoMemoryFromOthers() throws Exception {
    try (var http = HttpClient.newHttpClient();
        var worker = RunningWorker.start(Map.of("RAV1E_BY_GOP_OPTS", SMALL_HEAP), "--threads", 1);
        var attacker = new Attacker(http, worker.port())) {
      var hoard = new Hoard(new AtomicLong(), new AtomicLong());
      var hoarding = new FutureTask<Message>(() -> hoard.fill(attacker));
      Thread.ofPlatform().daemon().start(hoarding);
      worker
          .process()
          .awaitThat("no packet more is kept", () -> hoarding.isDone() || hoard.isFull());
      expectTheFilm(remote(worker.toml("")).and("--no-local"));
      Message end = hoarding.get();
      assertTrue(
          end instanceof Message.Trouble
              || (end instanceof Message.Goodbye last && last.reason() == EndReason.LIMIT),
          end::toString);
      assertTrue(hoard.isFull(), hoard::toString);
      assertTrue(hoard.kept.get() <= Hoard.MOST, hoard::toString);
      assertTrue(worker.get("/healthz").startsWith("200 "));
    }
  }

  /// Packets that a client hears of and does not take.
  ///
  /// @param kept bytes of them
  /// @param largest of one
  private record Hoard(AtomicLong kept, AtomicLong largest) {
    /// What the worker keeps for all clients.
    static final long MOST = HEAP / 4 * MIB;

    /// Frames whose packets fit into the window of one lease.
    private static final int GOP = 8;

    /// Whether one more might be too much.
    boolean isFull() {
      return kept.get() + largest.get() > MOST;
    }

    /// @return how that ends
    Message fill(Attacker attacker) throws InterruptedException {
      byte[] noise = new byte[320 * 240 * 3 / 2];
      var random = new Random(20261130);
      attacker.job(320, 240, 1);
      int frames = Math.min(GOP, attacker.await(Message.Ready.class).frameWindow());
      while (true) {
        switch (attacker.next()) {
          case Message.Offer(int lease) -> {
            attacker.say(new Message.Lease(lease, lease, 1, 0, frames));
            for (int i = 0; i < frames; i++) {
              random.nextBytes(noise);
              attacker.frame(lease, i, noise);
            }
            attacker.say(new Message.EndOfFrames(lease, frames));
          }
          case Message.Packet(Message.Part part) -> {
            kept.addAndGet(part.data().size());
            largest.accumulateAndGet(part.total(), Math::max);
          }
          case Message.Goodbye end -> {
            return end;
          }
          case Message.Unfinished end -> {
            return end;
          }
          default -> {} // it has no need of anything else
        }
      }
    }
  }

  /// A worker that begins a packet for each GOP it is given, the longest there may be, and sends no
  /// more of any of them. All together they are longer than the heap of the client.
  @Test
  void aWorkerThatBeginsPacketsAndDoesNotGoOnIsLeftAlone() throws Exception {
    var layout = new FrameLayout(640, 480, ChromaSampling.CS444, 10);
    int longest = (int) Wire.maxPacket(layout.frameBytes());
    int gops = HEAP * MIB / longest + 2;
    Path film = scratch.resolve("out.ivf");
    Path gate = new BadEncoder(IMAGE, scratch).holdingAll(layout.frameBytes());
    try (var liar = new Liar(gops, longest);
        Running run =
            IMAGE
                .run(Clips.synthetic(layout, 2 * gops), "-o", film, "--speed", 10, "-v")
                .and(
                    "--splitter",
                    "fixed",
                    "--min-keyint",
                    2,
                    "--keyint",
                    2,
                    "--stall-timeout",
                    3600)
                .and("--local-workers", 1, "--rav1e", gate)
                .and("--workers", Files.writeString(scratch.resolve("liar.toml"), liar.toml()))
                .with("RAV1E_BY_GOP_OPTS", SMALL_HEAP)
                .start()) {
      run.awaitStderr("left alone for 30 s: packets of ");
      Files.createFile(scratch.resolve("go"));
      Outcome outcome = run.await().expectCode(0);
      assertTrue(
          outcome.stderr().contains("Complete and verified: " + 2 * gops + " frames"),
          outcome::toString);
    }
  }

  /// Begins a packet for each GOP.
  private static final class Liar implements CarrierServer.Worker, AutoCloseable {
    private final int slots;
    private final int longest;
    private final CarrierServer server;

    Liar(int slots, int longest) {
      this.slots = slots;
      this.longest = longest;
      Options here = Options.NONE.with("host", "127.0.0.1").with("port", "0");
      this.server = new WebSocketServerProvider().start(here, this);
    }

    String toml() {
      return """
      [[workers]]
      host = "127.0.0.1"
      port = %s
      password = "%s"
      """
          .formatted(server.place().replaceFirst(".*port (\\d+).*", "$1"), RunningWorker.PASSWORD);
    }

    @Override
    public void accept(Carrier carrier) {
      var says = new LinkedBlockingQueue<Message>();
      var worker =
          new FalseWorker(
              RunningWorker.PASSWORD, slots, says::add, message -> heard(says, message));
      Thread.ofPlatform().daemon().start(() -> speak(carrier, says));
      carrier.start(
          new Carrier.Receiver() {
            @Override
            public void received(ByteBuffer message) {
              worker.hear(decoded(message));
            }

            @Override
            public int limit() {
              return Wire.MAX_MESSAGE;
            }

            @Override
            public void closed(String reason) {
              // the client says why before
            }
          });
    }

    private void heard(Queue<Message> says, Message message) {
      switch (message) {
        case Message.Job job -> says.add(new Message.Offer(job.lastLease() + slots));
        case Message.Frame(Message.Part part, int _, int _)
            when part.index() == 0 && part.offset() + part.data().size() == part.total() -> {
          Bytes begin = Bytes.of(new byte[Wire.MAX_PART]);
          says.add(new Message.Packet(new Message.Part(part.lease(), 0, longest, 0, begin)));
        }
        default -> {} // it has no need of anything else
      }
    }

    /// A receiver must not wait until something is sent.
    private static void speak(Carrier carrier, BlockingQueue<Message> says) {
      try {
        while (true) {
          carrier.send(ByteBuffer.wrap(MessageCodec.encode(says.take())));
        }
      } catch (IOException _) {
        // the client has left
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private static Message decoded(ByteBuffer message) {
      try {
        return MessageCodec.decode(message, Wire.MAX_MESSAGE);
      } catch (ProtocolException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public String software() {
      return "false 1.0.0";
    }

    @Override
    public List<String> encoders() {
      return List.of();
    }

    @Override
    public WorkerService.Load load() {
      return new WorkerService.Load(slots, 0, 0, false, 0);
    }

    @Override
    public void close() {
      server.close();
    }
  }
}
