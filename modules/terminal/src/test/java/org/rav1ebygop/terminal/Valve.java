package org.rav1ebygop.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Semaphore;

/// A terminal that takes nothing while it is stopped.
final class Valve extends OutputStream {
  private final ByteArrayOutputStream passed = new ByteArrayOutputStream();
  private final Semaphore mayPass = new Semaphore(1);
  private final Semaphore waiting = new Semaphore(0);

  /// From now on the next writer waits.
  void stop() {
    mayPass.acquireUninterruptibly();
  }

  /// Waits until a writer waits.
  void awaitWriter() {
    waiting.acquireUninterruptibly();
  }

  void goOn() {
    mayPass.release();
  }

  @Override
  public void write(int b) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void write(byte[] text, int offset, int length) throws IOException {
    if (!mayPass.tryAcquire()) {
      waiting.release();
      mayPass.acquireUninterruptibly();
    }
    mayPass.release();
    synchronized (this) {
      passed.write(text, offset, length);
    }
  }

  /// What has come so far.
  synchronized String text() {
    return passed.toString(UTF_8);
  }
}
