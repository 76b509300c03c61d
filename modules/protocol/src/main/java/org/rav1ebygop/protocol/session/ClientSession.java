package org.rav1ebygop.protocol.session;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.message.ProtocolException;
import org.rav1ebygop.protocol.message.Wire;

/// The client's side of a job at one worker, over as many connections as it takes.
public final class ClientSession extends Session {
  private enum State {
    OFFLINE,
    HELLO,
    PROOF,
    JOB,
    WORKING
  }

  private final Config config;
  private final Bytes jobId;
  private final ClientLeases leases = new ClientLeases();
  private State state = State.OFFLINE;
  private @Nullable Introduction introduction;
  private List<String> codings = List.of();
  private Bytes salt = Bytes.NONE;
  private int slots;
  private int frameWindow;
  private long offlineSince;

  /// What a session begins with.
  ///
  /// @param software name and version, for humans
  /// @param slots how many leases will be open at a time, at the most
  /// @param window frames of a lease that may wait here for the encoder, for so many slots in all
  /// @param pool for frames that are given
  /// @param codings names of frame codings it can write, best first
  /// @param packetWindow bytes of packets that may be under way in a lease
  /// @param partial memory for packets that have come in part
  /// @param key of the password with a salt
  /// @param salt that of the worker, once it is known
  /// @param random so many unpredictable bytes
  public record Config(
      String software,
      Message.Terms terms,
      int slots,
      IntUnaryOperator window,
      FramePool pool,
      List<String> codings,
      int packetWindow,
      PartialPackets.Share partial,
      Function<Bytes, PasswordKey> key,
      KnownSalt salt,
      IntFunction<Bytes> random,
      Timings timings) {}

  /// A session that is not connected.
  public ClientSession(Config config) {
    super(config.timings);
    this.config = config;
    this.jobId = config.random.apply(Wire.JOB_ID);
  }

  /// There is a connection.
  ///
  /// @param binding what both sides know of the channel below and nobody else can have, or nothing
  public void connected(Bytes binding, long time) {
    begin(time);
    var mine = new Introduction(config.key, config.random, binding);
    introduction = mine;
    state = State.HELLO;
    send(mine.hello());
  }

  /// Opens a lease. It is announced when the worker has offered it, and there is a connection.
  ///
  /// @param gop what it is about; it gets its number when it is announced
  /// @param changed is called when the other side changes something of it
  public ClientLease open(Message.Lease gop, Runnable changed) {
    long frame = config.terms.format().layout().frameBytes();
    var lease = new ClientLease(this, gop, Wire.maxPacket(frame), changed);
    leases.add(lease);
    announce();
    return lease;
  }

  /// How many more leases the worker has a place for.
  public int offered() {
    return state == State.WORKING ? leases.unused() : 0;
  }

  /// The codings that both sides know; coding 1 is the first.
  public List<String> codings() {
    return codings;
  }

  /// Leases that have lost their connection for too long are given up.
  @Override
  public void tick(long time) {
    super.tick(time);
    if (state == State.OFFLINE && time - offlineSince > timings().resume().toNanos()) {
      giveUp(new LeaseEnd.SlotLost("the connection was lost"));
    }
  }

  @Override
  void handle(Message message) throws ProtocolException {
    Introduction mine = introduction;
    switch (message) {
      case Message.Challenge challenge when mine != null && state == State.HELLO -> {
        config.salt.check(challenge.salt());
        salt = challenge.salt();
        state = State.PROOF;
        defer(mine.proof(challenge, proof -> prove(mine, proof)));
      }
      case Message.Welcome welcome when mine != null && state == State.PROOF -> {
        mine.check(welcome);
        config.salt.learn(salt);
        welcomed(welcome);
      }
      case Message.Ready ready when state == State.JOB -> ready(ready);
      case Message other when state == State.WORKING -> work(other);
      case Message other -> throw notNow(other);
    }
  }

  /// The connection may have ended, and another one begun, while the key was made.
  private void prove(Introduction mine, Message.Proof proof) {
    if (isOpen() && mine.equals(introduction)) {
      send(proof);
    }
  }

  @Override
  boolean proven() {
    return state == State.JOB || state == State.WORKING;
  }

  @Override
  boolean inHandshake() {
    return state != State.WORKING;
  }

  @Override
  void ended(EndReason reason, String text) {
    state = State.OFFLINE;
    offlineSince = now();
    leases.withdrawOffers();
    leases.all().forEach(ClientLease::detach);
    switch (reason) {
      case LOST, TIMEOUT, SUPERSEDED -> {} // may be resumed
      case DRAINED -> giveUp(new LeaseEnd.GivenBack(reason(text)));
      case MALFORMED, ILLEGAL, LIMIT, VERSION, PASSWORD, REFUSED, BUSY, FINISHED ->
          giveUp(new LeaseEnd.SlotLost(reason(text)));
    }
  }

  private static String reason(String text) {
    return text.isEmpty() ? "the worker left" : text;
  }

  int frameWindow() {
    return frameWindow;
  }

  FramePool pool() {
    return config.pool;
  }

  int packetWindow() {
    return config.packetWindow;
  }

  PartialPackets.Share partial() {
    return config.partial;
  }

  void left(ClientLease lease) {
    leases.remove(lease);
  }

  /// No lease will have a result any more. What the worker was never told of, it did not lose.
  public void giveUp(LeaseEnd.BySlot why) {
    var untold = new LeaseEnd.GivenBack(why.reason());
    leases.all().forEach(lease -> lease.end(lease.announced() ? why : untold));
  }

  private void welcomed(Message.Welcome welcome) throws ProtocolException {
    String backend = config.terms.backend();
    if (!welcome.backends().contains(backend)) {
      throw new ProtocolException(
          EndReason.REFUSED,
          "the worker has no encoder %s, only: %s"
              .formatted(backend, String.join(", ", welcome.backends())));
    }
    slots = Math.clamp(welcome.slots(), 1, config.slots);
    state = State.JOB;
    send(
        new Message.Job(
            jobId,
            config.software,
            config.terms,
            config.slots,
            config.codings,
            config.packetWindow,
            leases.lastAnnounced(),
            leases.held()));
  }

  private void ready(Message.Ready ready) throws ProtocolException {
    if (ready.frameWindow() < 1 || !config.codings.containsAll(ready.codings())) {
      throw illegal("a window or coding that was not offered");
    }
    frameWindow = Math.min(ready.frameWindow(), config.window.applyAsInt(slots));
    codings = ready.codings();
    state = State.WORKING;
    effect(new Effect.Joined(ready.identity(), slots));
    var gone = new LeaseEnd.SlotLost("the worker was gone, and no longer has the GOP");
    leases.resume(ready.resumed(), lease -> lease.end(gone));
  }

  private void announce() {
    if (state == State.WORKING) {
      leases.announce();
    }
  }

  @Override
  @Nullable Message bulk() {
    return leases.bulk();
  }

  @Override
  Runnable lend() {
    return leases.lend();
  }

  private void work(Message message) throws ProtocolException {
    switch (message) {
      case Message.Offer(int lease) -> offered(lease);
      case Message.Credit(int id, int taken) -> with(id, lease -> lease.credit(taken));
      case Message.Packet(Message.Part part) ->
          with(part.lease(), lease -> defer(lease.part(part)));
      case Message.Declined(int id) -> with(id, leases::declined);
      case Message.Done done -> with(done.lease(), lease -> lease.done(done));
      case Message.Failed(int id, String reason, String log) ->
          with(
              id,
              lease ->
                  lease.end(new LeaseEnd.EncoderFailed(GopException.encoder(reason, null), log)));
      case Message.Trouble(int id, String reason, String log) ->
          with(
              id,
              lease ->
                  lease.end(new LeaseEnd.SlotTrouble(GopException.environment(reason, null), log)));
      case Message.Hello _,
          Message.Challenge _,
          Message.Proof _,
          Message.Welcome _,
          Message.Job _,
          Message.Ready _,
          Message.Lease _,
          Message.Frame _,
          Message.EndOfFrames _,
          Message.Confirm _,
          Message.Cancel _,
          Message.Enquiry _,
          Message.Report _,
          Message.Ping _,
          Message.Goodbye _ ->
          throw notNow(message);
    }
  }

  private void offered(int lease) throws ProtocolException {
    if (lease > leases.lastAnnounced() + Wire.MAX_LEASES) {
      throw illegal(
          String.format(Locale.ROOT, "an offer of %d leases", lease - leases.lastAnnounced()));
    }
    leases.offer(lease);
  }

  /// What is said of a lease.
  private interface Step {
    void on(ClientLease lease) throws ProtocolException;
  }

  /// A lease may have been left, or not resumed, while something was under way: then it is dropped.
  private void with(int id, Step step) throws ProtocolException {
    if (id > leases.lastAnnounced()) {
      throw illegal("there is no lease " + id);
    }
    ClientLease lease = leases.find(id);
    if (lease != null && lease.attached()) {
      step.on(lease);
    }
  }
}
