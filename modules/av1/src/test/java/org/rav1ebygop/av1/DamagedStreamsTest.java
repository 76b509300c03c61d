package org.rav1ebygop.av1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever happens to a stream, it is read or refused by [MalformedBitstreamException]; nothing
/// else, and not for ever.
class DamagedStreamsTest {
  private static final int MUTATIONS = 20_000;

  @ParameterizedTest
  @MethodSource("org.rav1ebygop.av1.Streams#names")
  void everyUnitThatEndsInsideAnObuIsRefused(String name) throws IOException {
    List<MemorySegment> units = Streams.units(name);
    var reader = new TemporalUnitReader();
    for (MemorySegment unit : units) {
      for (long cut = 0; cut < unit.byteSize(); cut++) {
        if (!endsAnObu(unit, cut)) {
          MemorySegment part = unit.asSlice(0, cut);
          assertThrows(MalformedBitstreamException.class, () -> reader.read(part), "cut " + cut);
        }
      }
      reader.read(unit);
    }
  }

  @ParameterizedTest
  @MethodSource("org.rav1ebygop.av1.Streams#names")
  void noSingleBitDoesHarm(String name) throws IOException {
    byte[] stream = Streams.file(name + ".obu");
    byte[] file = Streams.file(name + ".ivf");
    for (int bit = 0; bit < 8 * Math.min(stream.length, 600); bit++) {
      ObuFuzz.fuzzerTestOneInput(flipped(stream, bit));
      IvfFuzz.fuzzerTestOneInput(flipped(file, bit));
    }
  }

  @Test
  void noMutationOfARawStreamDoesHarm() throws IOException {
    mutate(".obu", ObuFuzz::fuzzerTestOneInput);
  }

  @Test
  void noMutationOfAFileDoesHarm() throws IOException {
    mutate(".ivf", IvfFuzz::fuzzerTestOneInput);
  }

  @Test
  void aFilmWithoutItsFirstUnitIsRefused() throws IOException {
    List<MemorySegment> units = Streams.units("rav1e-0.7.1-speed-10");
    var reader = new TemporalUnitReader();
    var failure = assertThrows(MalformedBitstreamException.class, () -> reader.read(units.get(1)));
    assertEquals(2, failure.offset());
  }

  private static void mutate(String suffix, Consumer<byte[]> target) throws IOException {
    Random random = new Random(1);
    List<byte[]> files = new ArrayList<>();
    for (String name : Streams.NAMES) {
      files.add(Streams.file(name + suffix));
    }
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] data = files.get(random.nextInt(files.size()));
      for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
        data = edited(data, random);
      }
      target.accept(data);
    }
  }

  private static byte[] edited(byte[] data, Random random) {
    if (data.length < 2) {
      return data;
    }
    int at = random.nextInt(random.nextBoolean() ? Math.min(data.length, 100) : data.length);
    return switch (random.nextInt(4)) {
      case 0 -> flipped(data, at * 8 + random.nextInt(8));
      case 1 -> Arrays.copyOf(data, at);
      case 2 -> {
        byte[] copy = data.clone();
        copy[at] = (byte) random.nextInt(256);
        yield copy;
      }
      default -> {
        int from = random.nextInt(data.length);
        int length = Math.min(random.nextInt(64), data.length - Math.max(from, at));
        byte[] copy = data.clone();
        System.arraycopy(data, from, copy, at, length);
        yield copy;
      }
    };
  }

  private static byte[] flipped(byte[] data, int bit) {
    byte[] copy = data.clone();
    copy[bit / 8] ^= (byte) (1 << bit % 8);
    return copy;
  }

  private static boolean endsAnObu(MemorySegment unit, long cut) {
    long at = 0;
    while (at < cut) {
      at = Obu.read(unit, at).end();
    }
    return cut > 0 && at == cut;
  }
}
