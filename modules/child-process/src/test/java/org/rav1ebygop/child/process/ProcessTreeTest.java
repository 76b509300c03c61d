package org.rav1ebygop.child.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessTreeTest {
  private static final List<String> LASTING = List.of("sleep", "1000");

  @Test
  void aChildThatIsNotTakenIsKilled() {
    List<Throwable> reasons =
        List.of(
            new IOException("its pipe is broken"),
            new IllegalStateException("not now"),
            new OutOfMemoryError("unable to create native thread"));
    for (Throwable reason : reasons) {
      var started = new ArrayList<Process>();
      Throwable e =
          assertThrows(
              reason.getClass(),
              () ->
                  ProcessTree.start(
                      LASTING,
                      Map.of(),
                      process -> {
                        started.add(process);
                        return thrown(reason);
                      }));
      assertEquals(reason, e);
      assertFalse(started.getFirst().isAlive());
    }
  }

  @Test
  void aChildThatIsTakenLives() throws IOException {
    Process process = ProcessTree.start(LASTING, Map.of(), taken -> taken);
    assertTrue(process.isAlive());
    ProcessTree.kill(process);
    assertFalse(process.isAlive());
  }

  private static Process thrown(Throwable reason) throws IOException {
    switch (reason) {
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      default -> throw (Error) reason;
    }
  }
}
