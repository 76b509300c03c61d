package org.rav1ebygop.encoder.librav1e;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.EncoderBackend;
import org.rav1ebygop.api.spi.GopEncoder;

/// Encodes GOPs in this process, each on a platform thread of its own.
final class InProcessBackend implements EncoderBackend {
  private final Job job;
  private final Set<InProcessEncoder> running = new HashSet<>();

  @GuardedBy("running")
  private boolean closed;

  InProcessBackend(Job job) {
    this.job = job;
  }

  @Override
  public EncoderIdentity identity() {
    return job.identity();
  }

  @Override
  public long memoryPerEncoder() {
    return job.memoryEstimate();
  }

  @Override
  public GopEncoder encoder() {
    synchronized (running) {
      if (closed) {
        throw GopException.encoder("the librav1e backend is closed", null);
      }
      var encoder = new InProcessEncoder(job.library(), job.recipe(), this::forget);
      encoder.start();
      running.add(encoder);
      return encoder;
    }
  }

  @Override
  public void close() {
    List<InProcessEncoder> left;
    synchronized (running) {
      closed = true;
      left = List.copyOf(running);
    }
    left.forEach(InProcessEncoder::close);
  }

  private void forget(InProcessEncoder encoder) {
    synchronized (running) {
      running.remove(encoder);
    }
  }
}
