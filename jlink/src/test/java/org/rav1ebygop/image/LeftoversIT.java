package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Processes that write into a test's folder for as long as they are let: without [Leftovers] the
/// folder could not be deleted.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LeftoversIT {
  private static List<ProcessHandle> left = List.of();

  @TempDir Path scratch;

  @Test
  @Order(1)
  void writersAreLeftBehind() throws IOException {
    Process shell =
        new ProcessBuilder(
                "sh",
                "-c",
                "while mkdir -p a; do echo >a/$$; rm -r a; done & while mkdir -p b; do echo >b/$$; done")
            .directory(scratch.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    left = new Running("sh", shell).awaitDescendants();
  }

  @Test
  @Order(2)
  void theyHaveEnded() {
    assertFalse(left.isEmpty());
    assertEquals(List.of(), left.stream().filter(Running::isAlive).toList());
  }
}
