package org.rav1ebygop.av1;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rav1ebygop.api.ChromaPosition;
import org.rav1ebygop.api.ChromaSampling;

class RealStreamsTest {
  @ParameterizedTest
  @MethodSource("org.rav1ebygop.av1.Streams#names")
  void framesAreWhatAnotherReaderSaysTheyAre(String name) throws IOException {
    List<String> lines = new ArrayList<>();
    int frames = 0;
    for (TemporalUnit unit : read(name)) {
      assertEquals(1, unit.shownFrames());
      frames += unit.frames();
      lines.add(unit.shownType() + " " + unit.baseQIndex());
    }
    lines.addFirst("frames " + frames);
    assertEquals(Streams.expected(name), lines);
  }

  @ParameterizedTest
  @MethodSource("org.rav1ebygop.av1.Streams#names")
  void theRawStreamHasTheUnitsOfTheIvfFile(String name) throws IOException {
    byte[] obu = Streams.file(name + ".obu");
    List<MemorySegment> expected = Streams.units(name);
    try (var reader = new ObuStreamReader(Streams.channel(obu))) {
      for (int i = 0; i < expected.size(); i++) {
        var packet = reader.next();
        assertNotNull(packet);
        assertEquals(i, packet.index());
        assertArrayEquals(bytes(expected.get(i)), bytes(packet.data()));
      }
      assertNull(reader.next());
    }
  }

  @Test
  void decodingCanStartAtTheKeyFramesOfRav1e() throws IOException {
    assertEquals(List.of(0, 10, 20), keyFrames("rav1e-0.7.1-speed-10"));
    assertEquals(List.of(0, 10, 20), keyFrames("rav1e-0.7.1-speed-6"));
    assertEquals(List.of(0), keyFrames("rav1e-0.5.1-444-10-bit"));
    assertEquals(List.of(0), keyFrames("svt-1.4.1-intra-only"));
  }

  @Test
  void everyGopOfRav1eRepeatsTheSameSequenceHeader() throws IOException {
    List<TemporalUnit> units = read("rav1e-0.7.1-speed-6");
    MemorySegment first = units.getFirst().sequenceHeader();
    assertNotNull(first);
    for (TemporalUnit unit : units) {
      MemorySegment header = unit.sequenceHeader();
      assertEquals(unit.keyFrame(), header != null);
      assertTrue(header == null || header.mismatch(first) < 0);
      assertTrue(header == null || header.isReadOnly());
    }
  }

  @Test
  void theSequenceHeaderTellsTheFormat() throws IOException {
    SequenceHeader header = header("rav1e-0.7.1-422-hdr-tiles");
    assertEquals(2, header.profile());
    assertEquals(192, header.maxWidth());
    assertEquals(64, header.maxHeight());
    assertFalse(header.stillPicture());
    assertFalse(header.filmGrain());
    assertEquals(0, header.tier());
    assertEquals(
        new ColorConfig(
            10,
            ChromaSampling.CS422,
            9,
            16,
            9,
            false,
            ChromaPosition.UNKNOWN,
            header.color().separateUvDeltaQ()),
        header.color());
  }

  @Test
  void sampleFormatsAreToldApart() throws IOException {
    assertEquals(ChromaSampling.CS420, header("rav1e-0.7.1-speed-10").color().sampling());
    assertEquals(8, header("rav1e-0.7.1-speed-10").color().bitDepth());
    assertEquals(ChromaSampling.CS444, header("rav1e-0.5.1-444-10-bit").color().sampling());
    assertEquals(10, header("rav1e-0.5.1-444-10-bit").color().bitDepth());
    assertNull(header("rav1e-0.7.1-gray").color().sampling());
    assertEquals(1, header("rav1e-0.7.1-gray").color().planes());
    assertTrue(header("libaom-3.6.0-superres-grain").filmGrain());
    assertTrue(header("libaom-3.6.0-still").reducedStillPictureHeader());
  }

  @Test
  void timingIsTold() throws IOException {
    assertNull(header("rav1e-0.7.1-speed-10").timing());
    SequenceHeader header = header("libaom-3.6.0-decoder-model");
    var timing = header.timing();
    assertNotNull(timing);
    assertEquals(25.0, (double) timing.timeScale() / timing.unitsInDisplayTick());
    assertNotNull(header.decoderModel());
  }

  private static List<TemporalUnit> read(String name) throws IOException {
    var reader = new TemporalUnitReader();
    return Streams.units(name).stream().map(reader::read).toList();
  }

  private static List<Integer> keyFrames(String name) throws IOException {
    List<TemporalUnit> units = read(name);
    return IntStream.range(0, units.size()).filter(i -> units.get(i).keyFrame()).boxed().toList();
  }

  private static SequenceHeader header(String name) throws IOException {
    MemorySegment payload = read(name).getFirst().sequenceHeader();
    assertNotNull(payload);
    return SequenceHeader.parse(payload);
  }

  private static byte[] bytes(MemorySegment segment) {
    return segment.toArray(ValueLayout.JAVA_BYTE);
  }
}
