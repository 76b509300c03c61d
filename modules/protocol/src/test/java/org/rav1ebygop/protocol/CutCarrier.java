package org.rav1ebygop.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/// A connection that breaks after so many messages of one direction; the last one still arrives.
final class CutCarrier implements Carrier {
  private final Carrier carrier;
  private final AtomicInteger sends;
  private final AtomicInteger receives;

  /// @param sends messages that may be sent
  /// @param receives messages that may be received
  CutCarrier(Carrier carrier, int sends, int receives) {
    this.carrier = carrier;
    this.sends = new AtomicInteger(sends);
    this.receives = new AtomicInteger(receives);
  }

  @Override
  public void start(Receiver receiver) {
    carrier.start(
        new Receiver() {
          @Override
          public void received(ByteBuffer message) {
            if (receives.get() > 0) {
              receiver.received(message);
              if (receives.decrementAndGet() == 0) {
                carrier.close("cut");
              }
            }
          }

          @Override
          public int limit() {
            return receiver.limit();
          }

          @Override
          public void closed(String reason) {
            receiver.closed(reason);
          }
        });
  }

  @Override
  public void send(ByteBuffer message) throws IOException, InterruptedException {
    carrier.send(message);
    if (sends.decrementAndGet() == 0) {
      carrier.close("cut");
    }
  }

  @Override
  public void close(String reason) {
    carrier.close(reason);
  }

  @Override
  public String peer() {
    return carrier.peer();
  }

  @Override
  public byte[] channelBinding() {
    return carrier.channelBinding();
  }
}
