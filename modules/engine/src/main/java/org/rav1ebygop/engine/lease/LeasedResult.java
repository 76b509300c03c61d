package org.rav1ebygop.engine.lease;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.FrameQuality;
import org.rav1ebygop.api.Gop;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.ToolUse;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.proof.GopProof;
import org.rav1ebygop.engine.store.GopQuality;
import org.rav1ebygop.engine.store.GopWriter;
import org.rav1ebygop.engine.store.StoredGop;

/// What an encoder brings for one lease, until it is a stored GOP. All but [#sent], [#packets],
/// [#bytes] and [#prove] is guarded by the lock of the lease.
final class LeasedResult {
  private final GopWriter writer;
  private final GopProof.Attempt proof;
  private final List<FrameQuality> qualities = new ArrayList<>();
  private @Nullable ToolUse tools;
  private volatile @Nullable FrameLayout layout;
  private volatile long packets;
  private volatile long bytes;

  LeasedResult(GopWriter writer, GopProof.Attempt proof) {
    this.writer = writer;
    this.proof = proof;
  }

  /// The encoder gets this frame.
  void sent(Frame frame) {
    layout = frame.layout();
    writer.sent(frame);
    proof.sent(frame);
  }

  /// Takes the next packet.
  ///
  /// @param frames that went to the encoder
  /// @throws GopException of kind ENCODER when it does not belong here, of kind ENVIRONMENT when it
  ///   cannot be written
  void write(Packet packet, long frames) {
    if (packets >= frames) {
      throw GopException.encoder(
          String.format(Locale.ROOT, "%d frames went in, but %d came out", frames, packets + 1),
          null);
    }
    proof.received(writer.write(packet).baseQIndex());
    packets = writer.packets();
    bytes = writer.bytes();
  }

  /// Takes the quality of the frame of the last packet.
  ///
  /// @throws GopException of kind ENCODER when no packet came for it
  void measured(FrameQuality quality) {
    if (qualities.size() >= packets) {
      throw GopException.encoder(
          String.format(
              Locale.ROOT, "%d packets came, but %d were measured", packets, qualities.size() + 1),
          null);
    }
    qualities.add(quality);
  }

  /// Takes what the encoder tells at its end.
  void coded(ToolUse tools) {
    this.tools = tools;
  }

  /// What the encoder has found out; a quality only when that of all frames is known.
  List<JobEvent> findings(Gop gop) {
    List<JobEvent> findings = new ArrayList<>();
    FrameLayout known = layout;
    if (known != null && allMeasured(gop)) {
      findings.add(new JobEvent.Measured(gop, known, qualities));
    }
    if (tools != null) {
      findings.add(new JobEvent.Coded(gop, tools));
    }
    return findings;
  }

  private boolean allMeasured(Gop gop) {
    return qualities.size() == gop.frameCount();
  }

  /// All packets have come.
  ///
  /// @param made by whom
  /// @param wanted who was to make them
  /// @return the file to prove
  Path finish(Gop gop, EncoderIdentity made, EncoderIdentity wanted) {
    if (!made.equals(wanted)) {
      throw GopException.encoder(
          "it was encoded by %s, but the film is by %s".formatted(made, wanted), null);
    }
    return writer.finish(gop);
  }

  /// Holds what came back against what was sent. It takes time.
  void prove(Path file, Gop gop) {
    proof.prove(file, gop);
  }

  /// Makes it a stored GOP.
  StoredGop commit(Gop gop) {
    StoredGop stored = writer.commit(gop);
    if (allMeasured(gop)) {
      try {
        GopQuality.write(stored, qualities);
      } catch (IOException _) {
        // a run that goes on says of how many frames it knows it
      }
    }
    return stored;
  }

  /// What all packets have come to.
  String sha256() {
    return writer.sha256();
  }

  /// Ends a proof that runs, and drops what is not stored.
  void close() {
    proof.close();
    writer.close();
  }

  long packets() {
    return packets;
  }

  long bytes() {
    return bytes;
  }
}
