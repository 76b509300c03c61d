package org.rav1ebygop.engine.proof;

import java.nio.file.Path;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.Gop;

/// What a GOP has to stand before it is done, besides that its packets are what they should be. It
/// looks at what went to an encoder and at what came back, wherever the encoder was.
public interface GopProof {
  /// Asks for nothing more.
  GopProof STRUCTURE = NoProof::new;

  /// An attempt at a GOP begins.
  Attempt begin();

  /// One attempt. Frames come from one thread, packets from another, which then asks for the proof;
  /// any thread may close.
  interface Attempt extends AutoCloseable {
    /// The encoder gets this frame. It is read before this returns.
    void sent(Frame frame);

    /// The encoder has given a packet whose frame has this `base_q_idx`, 0–255.
    void received(int baseQIndex);

    /// Proves the GOP once all packets have come.
    ///
    /// @param file an IVF file of its packets; its header may say 0 frames
    /// @throws org.rav1ebygop.api.GopException of kind ENCODER when it is not what was to be
    ///   encoded, or this was closed; of kind ENVIRONMENT when it cannot be proven here
    void prove(Path file, Gop gop);

    /// Ends a proof that runs, at once.
    @Override
    void close();
  }
}
