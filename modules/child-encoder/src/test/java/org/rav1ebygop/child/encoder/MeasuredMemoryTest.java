package org.rav1ebygop.child.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("waits")
class MeasuredMemoryTest {
  private static final long ESTIMATE = 1 << 20;
  private static final ProcessHandle SELF = ProcessHandle.current();

  @TempDir Path processes;

  @Test
  void whatWasNeverSeenIsEstimated() {
    var memory = new MeasuredMemory(processes);
    memory.look(SELF, true);
    assertEquals(ESTIMATE, memory.bytes(ESTIMATE));
  }

  @Test
  void anEncoderThatIsStillGrowingOnlyRaisesTheEstimate() throws IOException {
    var memory = new MeasuredMemory(processes);
    takes("100 kB");
    memory.look(SELF, false);
    assertEquals(ESTIMATE, memory.bytes(ESTIMATE));
    takes("2000 kB");
    memory.look(SELF, false);
    assertEquals(2000 << 10, memory.bytes(ESTIMATE));
  }

  @Test
  void oneThatIsFullGrownReplacesIt() throws IOException {
    var memory = new MeasuredMemory(processes);
    takes("100 kB");
    memory.look(SELF, true);
    assertEquals(Math.round(100 * 1024 * 1.15), memory.bytes(ESTIMATE));
    takes("90 kB");
    memory.look(SELF, true);
    assertEquals(Math.round(100 * 1024 * 1.15), memory.bytes(ESTIMATE), "the greatest counts");
  }

  @Test
  void nonsenseIsNotSeen() throws IOException {
    var memory = new MeasuredMemory(processes);
    takes("99999999999999999999 kB");
    memory.look(SELF, true);
    takes("lots");
    memory.look(SELF, true);
    assertEquals(ESTIMATE, memory.bytes(ESTIMATE));
  }

  private void takes(String peak) throws IOException {
    Path status = processes.resolve(SELF.pid() + "/status");
    Files.createDirectories(status.getParent());
    Files.writeString(status, "Name:\trav1e\nVmHWM:\t    " + peak + "\nVmRSS:\t 1 kB\n");
  }
}
