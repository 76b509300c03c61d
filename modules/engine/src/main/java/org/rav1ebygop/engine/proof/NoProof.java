package org.rav1ebygop.engine.proof;

import java.nio.file.Path;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.Gop;

/// Looks at nothing.
final class NoProof implements GopProof.Attempt {
  @Override
  public void sent(Frame frame) {}

  @Override
  public void received(int baseQIndex) {}

  @Override
  public void prove(Path file, Gop gop) {}

  @Override
  public void close() {}
}
