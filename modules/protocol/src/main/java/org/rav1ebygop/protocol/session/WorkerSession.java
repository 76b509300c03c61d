package org.rav1ebygop.protocol.session;

import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.message.ProtocolException;
import org.rav1ebygop.protocol.message.Wire;

/// The worker's side of one connection.
public final class WorkerSession extends Session {
  private enum State {
    HELLO,
    PROOF,
    JOB,
    OPENING,
    WORKING,
    ENDED
  }

  private final Config config;
  private final Bytes channel;
  private final Supplier<@Nullable String> pause;
  private State state = State.HELLO;
  private int version;
  private boolean known;
  private @Nullable Proofs proofs;
  private Message.@Nullable Job wanted;
  private @Nullable WorkerJob job;

  /// What all sessions of a worker have in common.
  ///
  /// @param software name and version, for humans
  /// @param slots of the worker
  /// @param backends ids of its encoder backends
  /// @param salt of the key
  /// @param key the key of the password with that salt
  /// @param random so many unpredictable bytes
  public record Config(
      String software,
      int slots,
      List<String> backends,
      Bytes salt,
      PasswordKey key,
      IntFunction<Bytes> random,
      Timings timings) {}

  /// A session of a connection that has just been made.
  ///
  /// @param binding what both sides know of the channel below and nobody else can have, or nothing
  /// @param pause says why no proof is looked at now, or null; asked for each proof
  public WorkerSession(Config config, Bytes binding, long time, Supplier<@Nullable String> pause) {
    super(config.timings);
    this.config = config;
    this.channel = binding;
    this.pause = pause;
    begin(time);
  }

  /// The job can be done here: the answer to [Effect.OpenJob].
  ///
  /// @param opened for this job, now or by an earlier connection
  /// @param again the job as this connection has it
  public void ready(WorkerJob opened, Message.Job again) {
    if (state == State.OPENING) {
      state = State.WORKING;
      job = opened;
      opened.attach(this, again);
    }
  }

  /// The answer to [Effect.Enquired].
  public void report(Message.Report report) {
    if (state == State.JOB) {
      send(report);
    }
  }

  /// The job that the client wants, or null as long as it has not said.
  public Message.@Nullable Job wanted() {
    return wanted;
  }

  /// Whether the client has ever proven the password here.
  public boolean hasProven() {
    return known;
  }

  /// Whether the client has not proven the password yet.
  public boolean isUnproven() {
    return isOpen() && !proven();
  }

  /// Whether the client has proven it, and not said what it wants.
  public boolean isIdle() {
    return state == State.JOB;
  }

  @Override
  void handle(Message message) throws ProtocolException {
    WorkerJob mine = job;
    switch (message) {
      case Message.Hello hello when state == State.HELLO -> greeted(hello);
      case Message.Proof proof when state == State.PROOF -> proven(proof);
      case Message.Enquiry _ when state == State.JOB -> effect(new Effect.Enquired());
      case Message.Job said when state == State.JOB -> wanted(said);
      case Message other when mine != null && state == State.WORKING -> work(mine, other);
      case Message other -> throw notNow(other);
    }
  }

  /// A message as the client understands it: one that speaks version 1 only knows failures.
  Message spoken(Message message) {
    return switch (message) {
      case Message.Trouble(int lease, String reason, String log) when version < 2 ->
          new Message.Failed(lease, reason, log);
      case Message.Declined(int lease) when version < 2 ->
          new Message.Failed(lease, "the worker no longer has a place for it", "");
      case Message known -> known;
    };
  }

  @Override
  boolean proven() {
    return state == State.JOB || state == State.OPENING || state == State.WORKING;
  }

  @Override
  boolean inHandshake() {
    return state == State.HELLO || state == State.PROOF || state == State.JOB;
  }

  @Override
  @Nullable Message bulk() {
    WorkerJob mine = job;
    return mine == null ? null : mine.bulk();
  }

  @Override
  void ended(EndReason reason, String text) {
    state = State.ENDED;
    WorkerJob mine = job;
    if (mine != null) {
      mine.detach(this);
    }
  }

  private void greeted(Message.Hello hello) throws ProtocolException {
    version = Math.min(Wire.MAX_VERSION, hello.maxVersion());
    if (version < Math.max(Wire.MIN_VERSION, hello.minVersion())) {
      throw new ProtocolException(
          EndReason.VERSION,
          String.format(
              Locale.ROOT,
              "the worker speaks protocol versions %d to %d, the client %d to %d",
              Wire.MIN_VERSION,
              Wire.MAX_VERSION,
              hello.minVersion(),
              hello.maxVersion()));
    }
    var challenge =
        new Message.Challenge(
            Wire.MIN_VERSION,
            Wire.MAX_VERSION,
            version,
            config.random.apply(Wire.NONCE),
            config.salt);
    proofs = new Proofs(config.key, hello, challenge, channel);
    state = State.PROOF;
    send(challenge);
  }

  private void proven(Message.Proof proof) throws ProtocolException {
    String wait = pause.get();
    if (wait != null) {
      throw new ProtocolException(EndReason.BUSY, wait);
    }
    Proofs expected = proofs;
    if (expected == null || !expected.client().sameSecret(proof.mac())) {
      throw new ProtocolException(EndReason.PASSWORD, "the worker refused the password");
    }
    state = State.JOB;
    known = true;
    send(new Message.Welcome(expected.worker(), config.software, config.slots, config.backends));
  }

  private void wanted(Message.Job job) throws ProtocolException {
    String backend = job.terms().backend();
    long frame = job.terms().format().layout().frameBytes();
    if (frame > Wire.MAX_FRAME) {
      throw new ProtocolException(
          EndReason.LIMIT,
          String.format(
              Locale.ROOT, "frames of %d bytes, where %d are allowed", frame, Wire.MAX_FRAME));
    }
    if (!config.backends.contains(backend)) {
      throw new ProtocolException(EndReason.REFUSED, "there is no encoder " + backend);
    }
    state = State.OPENING;
    wanted = job;
    effect(new Effect.OpenJob(job));
  }

  private void work(WorkerJob mine, Message message) throws ProtocolException {
    switch (message) {
      case Message.Lease terms -> start(mine.open(terms));
      case Message.Frame frame ->
          mine.with(frame.part().lease(), lease -> defer(lease.part(frame)));
      case Message.EndOfFrames(int id, int frames) ->
          mine.with(id, lease -> lease.endOfFrames(frames));
      case Message.Credit(int id, int taken) -> mine.with(id, lease -> lease.credit(taken));
      case Message.Confirm(int id) -> mine.with(id, WorkerLease::confirm);
      case Message.Cancel(int id, String reason) -> mine.with(id, lease -> lease.cancel(reason));
      case Message.Hello _,
          Message.Challenge _,
          Message.Proof _,
          Message.Welcome _,
          Message.Job _,
          Message.Ready _,
          Message.Offer _,
          Message.Declined _,
          Message.Packet _,
          Message.Done _,
          Message.Failed _,
          Message.Trouble _,
          Message.Enquiry _,
          Message.Report _,
          Message.Ping _,
          Message.Goodbye _ ->
          throw notNow(message);
    }
  }

  private void start(@Nullable WorkerLease lease) {
    if (lease != null) {
      effect(new Effect.Start(lease));
    }
  }
}
