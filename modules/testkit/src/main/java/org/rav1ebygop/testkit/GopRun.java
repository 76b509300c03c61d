package org.rav1ebygop.testkit;

import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.spi.GopEncoder;

/// One side of an encoding, sender or receiver, on a thread of its own.
public final class GopRun {
  private final Thread thread;
  private volatile @Nullable String result;
  private volatile @Nullable Throwable failure;

  /// Starts the task on a platform thread.
  public GopRun(Callable<String> task) {
    thread = Thread.ofPlatform().daemon().start(() -> run(task));
  }

  /// Sends all frames from a thread of its own and receives on this one.
  ///
  /// @return the packets
  /// @throws GopException what either side failed with
  public static List<Packet> encode(GopEncoder encoder, List<Frame> frames) {
    var sender =
        new GopRun(() -> {
          frames.forEach(encoder::send);
          encoder.finish();
          return "";
        });
    List<Packet> packets = receiveAll(encoder);
    sender.result();
    return packets;
  }

  /// Receives to the end.
  public static List<Packet> receiveAll(GopEncoder encoder) {
    List<Packet> packets = new ArrayList<>();
    Packet packet;
    while ((packet = encoder.receive()) != null) {
      packets.add(packet);
    }
    return packets;
  }

  /// SHA-256 over number, sizes and bytes of the packets.
  public static String digest(List<Packet> packets) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Packet packet : packets) {
        digest.update(
            (packet.index() + ":" + packet.size() + ";").getBytes(StandardCharsets.US_ASCII));
        digest.update(packet.data().toArray(ValueLayout.JAVA_BYTE));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java runtime has SHA-256", e);
    }
  }

  /// Waits for the end of the task.
  ///
  /// @return its result
  /// @throws GopException what it failed with
  public String result() {
    join();
    if (failure instanceof GopException e) {
      throw e;
    }
    String answer = result;
    if (answer == null) {
      throw new AssertionError("failed unexpectedly", failure);
    }
    return answer;
  }

  /// Waits for the end of the task, which must be a failure.
  public GopException failure() {
    join();
    if (failure instanceof GopException e) {
      return e;
    }
    throw new AssertionError("should have failed with a GopException", failure);
  }

  private void run(Callable<String> task) {
    try {
      result = task.call();
    } catch (Exception | Error e) {
      failure = e;
    }
  }

  /// Waits for the end of the task, however it ends.
  public void join() {
    try {
      if (!thread.join(Patience.LIMIT)) {
        var stuck = new AssertionError("still running after " + Patience.LIMIT);
        stuck.setStackTrace(thread.getStackTrace());
        throw stuck;
      }
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while waiting", e);
    }
  }
}
