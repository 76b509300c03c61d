package org.rav1ebygop.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupTest {
  @TempDir Path scratch;

  @Test
  void theLimitLessWhatIsUsedIsLeft() throws IOException {
    group("box", "1000", 600, "anon 500\ninactive_file 60\nactive_file 40\n");
    assertEquals(500, available("0::/box\n"));
  }

  /// A limit counts for all groups below it.
  @Test
  void theTightestGroupOnTheWayUpCounts() throws IOException {
    group("outer", "1000", 900, "anon 900\n");
    group("outer/inner", "5000", 100, "anon 100\n");
    assertEquals(100, available("0::/outer/inner\n"));
    group("outer/inner", "150", 100, "anon 100\n");
    assertEquals(50, available("0::/outer/inner\n"));
  }

  @Test
  void aGroupOverItsLimitHasNothingLeft() throws IOException {
    group("box", "1000", 1200, "anon 1200\n");
    assertEquals(0, available("0::/box\n"));
  }

  @Test
  void withoutALimitThereIsNone() throws IOException {
    group("box", "max", 600, "anon 500\n");
    assertEquals(Long.MAX_VALUE, available("0::/box\n"));
    assertEquals(Long.MAX_VALUE, available("0::/\n"));
    assertEquals(Long.MAX_VALUE, available("0::/gone\n"));
  }

  @Test
  void theOlderInterfaceIsReadToo() throws IOException {
    olderGroup("memory/box", "1000");
    assertEquals(500, available("5:memory:/box\n0::/\n"));
    olderGroup("memory/box", "9223372036854771712");
    assertEquals(Long.MAX_VALUE, available("5:memory:/box\n"));
  }

  /// A container sees its own group as the root.
  @Test
  void aGroupThatIsNotSeenIsTheRoot() throws IOException {
    olderGroup("memory", "1000");
    assertEquals(500, available("5:memory:/docker/0123\n"));
  }

  @Test
  void otherInterfacesAreNotUnderstoodAndDoNotDisturb() throws IOException {
    group("box", "1000", 600, "anon 500\n");
    assertEquals(Long.MAX_VALUE, available("5:memory:/box\n1:name=systemd:/box\n"));
    assertEquals(400, available("5:cpu:/other\n0::/box\n"));
    group("box", "a lot", 600, "anon 500\n");
    assertEquals(Long.MAX_VALUE, available("0::/box\n"));
    assertEquals(Long.MAX_VALUE, new Cgroup(scratch.resolve("none"), scratch).availableMemory());
  }

  private long available(String membership) throws IOException {
    Path file = Files.writeString(scratch.resolve("membership"), membership);
    return new Cgroup(file, Files.createDirectories(scratch.resolve("mount"))).availableMemory();
  }

  private void olderGroup(String name, String limit) throws IOException {
    Path folder = Files.createDirectories(scratch.resolve("mount").resolve(name));
    Files.writeString(folder.resolve("memory.limit_in_bytes"), limit + "\n");
    Files.writeString(folder.resolve("memory.usage_in_bytes"), "600\n");
    Files.writeString(
        folder.resolve("memory.stat"),
        "inactive_file 1\ntotal_inactive_file 60\ntotal_active_file 40\n");
  }

  private void group(String name, String max, long current, String stat) throws IOException {
    Path folder = Files.createDirectories(scratch.resolve("mount").resolve(name));
    Files.writeString(folder.resolve("memory.max"), max + "\n");
    Files.writeString(folder.resolve("memory.current"), current + "\n");
    Files.writeString(folder.resolve("memory.stat"), stat);
  }
}
