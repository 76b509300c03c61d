package org.rav1ebygop.engine.proof;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.Rational;
import org.rav1ebygop.av1.IvfHeader;
import org.rav1ebygop.av1.IvfReader;
import org.rav1ebygop.av1.MalformedBitstreamException;
import org.rav1ebygop.av1.PacketReader;
import org.rav1ebygop.av1.SequenceHeader;
import org.rav1ebygop.av1.TemporalUnit;
import org.rav1ebygop.av1.TemporalUnitReader;

/// Reads a film as a player would, packet after packet, without decoding.
public final class FilmReading {
  private final FilmFile film;
  private final TemporalUnitReader units = new TemporalUnitReader();
  private final Quantizers quantizers = new Quantizers();
  private final List<Long> keyframes = new ArrayList<>();
  private @Nullable SequenceHeader header;
  private int headers;
  private @Nullable Rational frameRate;
  private long countInHeader = -1;
  private long packets;
  private long bytes;
  private long lastStamp = -1;
  private boolean steady = true;

  private FilmReading(FilmFile film) {
    this.film = film;
  }

  /// Reads a whole film.
  ///
  /// @param progress told how many packets were read, after each
  public static FilmStructure of(FilmFile film, LongConsumer progress) {
    var reading = new FilmReading(film);
    return reading.result(reading.read(progress));
  }

  /// @return the first fault, or null
  private @Nullable String read(LongConsumer progress) {
    try (PacketReader in = film.open()) {
      if (in instanceof IvfReader ivf) {
        take(ivf.header());
      }
      long start = in.position();
      for (Packet packet = in.next(); packet != null; packet = in.next()) {
        String fault = take(packet);
        if (fault != null) {
          return String.format(
              Locale.ROOT, "packet %d, at byte %d of the file: %s", packets, start, fault);
        }
        progress.accept(packets);
        start = in.position();
      }
      return wholeFault();
    } catch (IOException | MalformedBitstreamException e) {
      return String.format(Locale.ROOT, "after %d packets: %s", packets, e.getMessage());
    }
  }

  private void take(IvfHeader ivf) {
    frameRate = ivf.frameRate();
    countInHeader = ivf.frameCount() == 0 ? -1 : ivf.frameCount();
  }

  /// @return what is wrong with the packet, or null
  private @Nullable String take(Packet packet) {
    if (packet.index() <= lastStamp) {
      return String.format(
          Locale.ROOT, "its time stamp %d does not come after %d", packet.index(), lastStamp);
    }
    steady &= packet.index() == lastStamp + 1;
    lastStamp = packet.index();
    TemporalUnit unit;
    try {
      unit = units.read(packet.data());
    } catch (MalformedBitstreamException e) {
      return "not AV1 from its " + e.getMessage();
    }
    SequenceHeader current = units.sequenceHeader();
    if (current != null && !current.equals(header)) {
      header = current;
      headers++;
    }
    if (unit.keyFrame()) {
      keyframes.add((long) quantizers.frames());
    }
    for (int i = 0; i < unit.shownFrames(); i++) {
      quantizers.add(unit.baseQIndex(), unit.keyFrame());
    }
    packets++;
    bytes += packet.size();
    return null;
  }

  /// What can be wrong with a film whose packets are all good. A header that counts something else
  /// than packets goes with time stamps that do.
  private @Nullable String wholeFault() {
    if (packets == 0) {
      return "there is no packet in it";
    }
    if (keyframes.isEmpty() || keyframes.getFirst() != 0) {
      return "it does not start with a key frame";
    }
    if (steady && countInHeader >= 0 && countInHeader != packets) {
      return String.format(
          Locale.ROOT, "its header says %d frames, but it has %d", countInHeader, packets);
    }
    return null;
  }

  private FilmStructure result(@Nullable String fault) {
    SequenceHeader last = header;
    return new FilmStructure(
        film.container(),
        layout(last),
        last == null ? "" : picture(last),
        frameRate,
        last == null ? 0 : last.profile(),
        last == null ? 0 : last.level(),
        packets,
        bytes,
        keyframes,
        headers,
        quantizers,
        countInHeader,
        fault);
  }

  private static @Nullable FrameLayout layout(@Nullable SequenceHeader header) {
    ChromaSampling sampling = header == null ? null : header.color().sampling();
    return header == null || sampling == null
        ? null
        : new FrameLayout(
            header.maxWidth(), header.maxHeight(), sampling, header.color().bitDepth());
  }

  private static String picture(SequenceHeader header) {
    ChromaSampling sampling = header.color().sampling();
    return String.format(
        Locale.ROOT,
        "%dx%d %s %d bit",
        header.maxWidth(),
        header.maxHeight(),
        sampling == null ? "monochrome" : sampling,
        header.color().bitDepth());
  }
}
