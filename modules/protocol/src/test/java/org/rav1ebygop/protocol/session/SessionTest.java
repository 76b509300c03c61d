package org.rav1ebygop.protocol.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.message.MessageCodec;
import org.rav1ebygop.protocol.message.Wire;
import org.rav1ebygop.testkit.RecordedEncoder;
import org.rav1ebygop.testkit.SyntheticFilm;

class SessionTest {
  private static final FrameLayout SMALL = new FrameLayout(16, 16, ChromaSampling.CS420, 8);

  /// 2.8 MB: three pieces.
  private static final FrameLayout LARGE = new FrameLayout(1280, 720, ChromaSampling.CS420, 10);

  private static final long SECOND = 1_000_000_000;

  private static final Message.Terms TERMS =
      new Message.Terms(
          RecordedEncoder.IDENTITY.backend(),
          SyntheticFilm.format(SMALL),
          RecordedEncoder.SETTINGS);

  @Test
  void leasesComeBackWholeWhateverTheOrderOfThings() {
    for (long seed = 0; seed < 100; seed++) {
      var model = new SessionModel(seed, SMALL);
      model.run(12, 0);
      assertEquals(1, model.connections());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 200, 1000})
  void connectionsThatBreakCostNothing(int cuts) {
    int connections = 0;
    int givenUp = 0;
    for (long seed = 0; seed < 60; seed++) {
      var model = new SessionModel(seed, SMALL);
      model.run(8, cuts);
      connections += model.connections();
      givenUp += model.givenUp();
    }
    assertTrue(connections > 60, "no connection broke");
    assertTrue(givenUp > 0, "no lease was given up while it waited for an offer");
  }

  @Test
  void framesLongerThanAMessageTravelInPieces() {
    new SessionModel(1, LARGE).run(2, 0);
    new SessionModel(2, LARGE).run(2, 100);
  }

  @Test
  void aSilentOtherSideIsLostAndAQuietOneIsNot() {
    var quiet = worker();
    greet(quiet, hello());
    quiet.tick(Timings.STANDARD.handshake().toNanos() + SECOND);
    assertEquals(EndReason.TIMEOUT, end(quiet).reason());
    assertFalse(quiet.isOpen());
  }

  @Test
  void aWordOutOfTurnEndsTheConnection() {
    List<Message> words =
        List.of(
            new Message.Proof(Bytes.of(new byte[Wire.MAC])),
            new Message.Ping(),
            new Message.Lease(1, 0, 1, 0, 10),
            new Message.Confirm(1),
            new Message.Offer(3));
    for (Message word : words) {
      WorkerSession session = worker();
      receive(session, word);
      assertEquals(EndReason.ILLEGAL, end(session).reason(), word.toString());
    }
  }

  @Test
  void nothingLongIsReadBeforeTheProof() {
    WorkerSession session = worker();
    assertEquals(Wire.MAX_HANDSHAKE, session.messageLimit());
    Hearing.of(session, ByteBuffer.allocate(Wire.MAX_HANDSHAKE + 1));
    assertEquals(EndReason.LIMIT, end(session).reason());
  }

  @Test
  void versionsWithoutOneInCommonAreNamed() {
    WorkerSession session = worker();
    receive(session, new Message.Hello(7, 9, Bytes.of(new byte[Wire.NONCE])));
    Effect.End end = end(session);
    assertEquals(EndReason.VERSION, end.reason());
    assertTrue(end.text().contains("7 to 9"), end.text());
  }

  @Test
  void aProofOfAnotherExchangeIsNone() {
    Message.Hello hello = hello();
    WorkerSession first = worker();
    Message.Challenge challenge = greet(first, hello);
    var proofs = new Proofs(SessionModel.KEY, hello, challenge, Bytes.NONE);
    receive(first, new Message.Proof(proofs.client()));
    assertInstanceOf(Message.Welcome.class, first.next(0));

    WorkerSession second = worker();
    greet(second, hello);
    receive(second, new Message.Proof(proofs.client()));
    assertEquals(EndReason.PASSWORD, end(second).reason());

    WorkerSession reflected = worker();
    Message.Challenge again = greet(reflected, hello);
    var mine = new Proofs(SessionModel.KEY, hello, again, Bytes.NONE);
    receive(reflected, new Message.Proof(mine.worker()));
    assertEquals(EndReason.PASSWORD, end(reflected).reason());
  }

  /// One that only knows version 1 takes it for a failure of the encoder, as it always did.
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void whatTheWorkerLacksIsSaidInTheVersionOfTheClient(int version) {
    WorkerSession session = worker();
    var hello = new Message.Hello(1, version, Bytes.of(new byte[Wire.NONCE]));
    Message.Challenge challenge = greet(session, hello);
    assertEquals(version, challenge.version());
    receive(
        session,
        new Message.Proof(new Proofs(SessionModel.KEY, hello, challenge, Bytes.NONE).client()));
    WorkerLease lease = lease(session);
    lease.troubled("no space is left", "log");
    Message told = session.next(0);
    while (!(told instanceof Message.Unfinished)) {
      assertNotNull(told);
      told = session.next(0);
    }
    assertEquals(
        version == 1
            ? new Message.Failed(1, "no space is left", "log")
            : new Message.Trouble(1, "no space is left", "log"),
        told);
  }

  /// The first lease of a session whose password is proven.
  private static WorkerLease lease(WorkerSession session) {
    var wanted =
        new Message.Job(
            Bytes.of(new byte[Wire.JOB_ID]), "client", TERMS, 2, List.of(), 1000, 0, List.of());
    receive(session, wanted);
    WorkerJob job = job(wanted);
    session.ready(job, wanted);
    job.offer();
    receive(session, new Message.Lease(1, 0, 1, 0, 10));
    return assertInstanceOf(Effect.Start.class, session.drain().getLast()).lease();
  }

  private static WorkerJob job(Message.Job wanted) {
    return new WorkerJob(
        wanted,
        new WorkerJob.Conditions(
            RecordedEncoder.IDENTITY,
            List.of(),
            3,
            FramePool.inMemory(SMALL.frameBytes()),
            new PacketMemory(1 << 20, 3)));
  }

  @Test
  void aLeaseThatLosesItsConnectionForTooLongIsLost() {
    long resume = Timings.STANDARD.resume().toNanos();
    ClientSession client = client();
    client.connected(Bytes.NONE, 0);
    converse(client, worker());
    assertEquals(1, client.offered());
    var terms = new Message.Lease(1, 0, 1, 0, 10);
    ClientLease told = client.open(terms, () -> {});
    ClientLease untold = client.open(terms, () -> {});
    client.lost("cut", 0);
    client.tick(resume);
    assertFalse(told.over() || untold.over());
    client.tick(resume + 1);
    assertEquals(new LeaseEnd.SlotLost("the connection was lost"), told.end());
    assertEquals(new LeaseEnd.GivenBack("the connection was lost"), untold.end());
  }

  /// Whoever takes the place of a worker gets no proof to try passwords with.
  @Test
  void aWorkerWithAnotherSaltThanBeforeIsToldNothing() {
    ClientSession client = client();
    client.connected(Bytes.NONE, 0);
    converse(client, worker());
    client.lost("cut", 0);
    client.connected(Bytes.NONE, 0);
    assertInstanceOf(Message.Hello.class, client.next(0));
    byte[] salt = new byte[Wire.SALT];
    salt[0] = 1;
    byte[] nonce = new byte[Wire.NONCE];
    nonce[0] = 1;
    receive(client, new Message.Challenge(1, 2, 2, Bytes.of(nonce), Bytes.of(salt)));
    Effect.End end = end(client);
    assertEquals(EndReason.REFUSED, end.reason());
    assertTrue(end.text().contains("another salt"), end.text());
    assertInstanceOf(Message.Goodbye.class, client.next(0));
  }

  /// One that has proven nothing yet is believed nothing, and so is the next one.
  @Test
  void theSaltOfAWorkerThatDoesNotKnowThePasswordIsNotRemembered() {
    ClientSession client = client();
    client.connected(Bytes.NONE, 0);
    var _ = client.next(0);
    byte[] salt = new byte[Wire.SALT];
    salt[0] = 1;
    byte[] nonce = new byte[Wire.NONCE];
    nonce[0] = 1;
    receive(client, new Message.Challenge(1, 2, 2, Bytes.of(nonce), Bytes.of(salt)));
    client.lost("cut", 0);
    client.connected(Bytes.NONE, 0);
    converse(client, worker());
    assertEquals(1, client.offered());
  }

  private static ClientSession client() {
    return new ClientSession(
        new ClientSession.Config(
            "client",
            TERMS,
            2,
            _ -> 4,
            FramePool.inMemory(SMALL.frameBytes()),
            List.of(),
            1000,
            new PartialPackets(1 << 20).share(() -> {}),
            _ -> SessionModel.KEY,
            new KnownSalt(),
            size -> Bytes.of(new byte[size]),
            Timings.STANDARD));
  }

  /// Lets both talk until the worker has opened the job and offered one lease.
  private static void converse(ClientSession client, WorkerSession worker) {
    while (say(client, worker) || say(worker, client)) {
      for (Effect effect : worker.drain()) {
        if (effect instanceof Effect.OpenJob(Message.Job wanted)) {
          WorkerJob job = job(wanted);
          worker.ready(job, wanted);
          job.offer();
        }
      }
    }
  }

  private static boolean say(Session from, Session to) {
    Message message = from.next(0);
    if (message != null) {
      receive(to, message);
    }
    return message != null;
  }

  private static byte count;

  private static WorkerSession worker() {
    var config =
        new WorkerSession.Config(
            "worker",
            2,
            List.of(RecordedEncoder.IDENTITY.backend()),
            Bytes.of(new byte[Wire.SALT]),
            SessionModel.KEY,
            size -> {
              byte[] nonce = new byte[size];
              nonce[0] = ++count;
              return Bytes.of(nonce);
            },
            Timings.STANDARD);
    return new WorkerSession(config, Bytes.NONE, 0, () -> null);
  }

  private static Message.Hello hello() {
    return new Message.Hello(1, 1, Bytes.of(new byte[Wire.NONCE]));
  }

  private static Message.Challenge greet(WorkerSession session, Message.Hello hello) {
    receive(session, hello);
    return assertInstanceOf(Message.Challenge.class, session.next(0));
  }

  private static void receive(Session session, Message message) {
    Hearing.of(session, ByteBuffer.wrap(MessageCodec.encode(message)));
  }

  private static Effect.End end(Session session) {
    return assertInstanceOf(Effect.End.class, session.drain().getLast());
  }
}
