package org.rav1ebygop.image;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.spi.Lease;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.api.spi.Leases;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.testkit.SyntheticFilm;

/// Leases for GOPs of equal length of a film, each given once.
final class FilmLeases implements Leases {
  private final SyntheticFilm film;
  private final int gops;
  private final int frames;
  private final Map<Integer, String> results = new TreeMap<>();
  private int given;

  FilmLeases(SyntheticFilm film, int gops, int frames) {
    this.film = film;
    this.gops = gops;
    this.frames = frames;
  }

  /// For each GOP its identity and packets, or why it failed.
  synchronized Map<Integer, String> results() {
    return Map.copyOf(results);
  }

  @Override
  public synchronized @Nullable Lease take(Slot slot) throws InterruptedException {
    while (given == gops && results.size() < gops) {
      wait();
    }
    return given == gops ? null : new One(given++);
  }

  @Override
  public synchronized boolean over() {
    return results.size() == gops;
  }

  private synchronized void ended(int gop, String result) {
    results.put(gop, result);
    notifyAll();
  }

  private final class One implements Lease {
    private final int gop;
    private final List<String> packets = new ArrayList<>();
    private int next;

    One(int gop) {
      this.gop = gop;
    }

    @Override
    public int gopIndex() {
      return gop;
    }

    @Override
    public long firstFrame() {
      return (long) gop * frames;
    }

    @Override
    public int frameCount() {
      return frames;
    }

    @Override
    public int attempt() {
      return 1;
    }

    @Override
    public @Nullable Frame nextFrame() {
      return next == frames ? null : film.frame(firstFrame() + next++);
    }

    @Override
    public void packet(Packet packet) {
      var bytes = new ByteArrayOutputStream();
      bytes.writeBytes(packet.data().toArray(ValueLayout.JAVA_BYTE));
      packets.add(packet.index() + " " + HexFormat.of().formatHex(bytes.toByteArray()));
    }

    @Override
    public void complete(EncoderIdentity identity) {
      ended(gop, identity + "\n" + String.join("\n", packets));
    }

    @Override
    public void end(LeaseEnd.BySlot how) {
      ended(gop, "failed: " + how.reason());
    }

    @Override
    public void onRevoke(Runnable action) {
      // never revoked
    }
  }
}
