package org.rav1ebygop.child.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("waits")
class FramePipeTest {
  private static final int BYTES = (5 << 20) + 12_345;

  @TempDir Path folder;

  static Stream<Function<Process, FramePipe>> ways() {
    return Stream.of(FramePipe::of, FramePipe::ofStream);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void memoryOfEveryKindArrivesAsItIs(Function<Process, FramePipe> way) throws Exception {
    byte[] bytes = new byte[BYTES];
    new Random(1).nextBytes(bytes);
    Path input = Files.write(folder.resolve("input"), bytes);
    Path output = folder.resolve("output");
    Process process = cat(output);
    try (Arena arena = Arena.ofConfined();
        var channel = FileChannel.open(input)) {
      FramePipe pipe = way.apply(process);
      pipe.write(MemorySegment.ofArray(bytes));
      pipe.write(channel.map(FileChannel.MapMode.READ_ONLY, 0, BYTES, arena));
      pipe.write(arena.allocate(BYTES).copyFrom(MemorySegment.ofArray(bytes)));
      pipe.end();
    }
    assertEquals(0, process.waitFor());
    byte[] arrived = Files.readAllBytes(output);
    assertEquals(3 * BYTES, arrived.length);
    for (int part = 0; part < 3; part++) {
      byte[] third = new byte[BYTES];
      System.arraycopy(arrived, part * BYTES, third, 0, BYTES);
      assertArrayEquals(bytes, third, "part " + part);
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void deadChildBreaksThePipe(Function<Process, FramePipe> way) throws Exception {
    Process process = ProcessTree.start(List.of("sleep", "1000"), Map.of());
    FramePipe pipe = way.apply(process);
    ProcessTree.kill(process);
    var data = MemorySegment.ofArray(new byte[BYTES]);
    assertThrows(IOException.class, () -> pipe.write(data));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void childMayBeDeadFromTheStart(Function<Process, FramePipe> way) throws Exception {
    Process process = ProcessTree.start(List.of("true"), Map.of());
    process.waitFor();
    var data = MemorySegment.ofArray(new byte[BYTES]);
    FramePipe pipe = way.apply(process);
    assertThrows(IOException.class, () -> pipe.write(data));
  }

  @Test
  void pipeIsOpenedDirectlyWhereProcTellsIt() throws Exception {
    Process process = ProcessTree.start(List.of("sleep", "1000"), Map.of());
    try {
      assertEquals(Files.exists(Path.of("/proc/self/fd/0")), FramePipe.of(process).direct());
    } finally {
      ProcessTree.kill(process);
    }
  }

  @Test
  void fileInPlaceOfThePipeIsNotWrittenTo() throws Exception {
    Path file = Files.writeString(folder.resolve("settings"), "precious");
    Process process = new ProcessBuilder("sleep", "1000").redirectInput(file.toFile()).start();
    try {
      assertEquals(false, FramePipe.of(process).direct());
      assertEquals("precious", Files.readString(file));
    } finally {
      ProcessTree.kill(process);
    }
  }

  private static Process cat(Path output) throws IOException {
    return new ProcessBuilder("cat").redirectOutput(output.toFile()).start();
  }
}
