package org.rav1ebygop.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.GopException;

class JobLockTest {
  private static final int THREADS = 4;
  private static final int ROUNDS = 500;

  @TempDir private Path directory;
  private final AtomicInteger holders = new AtomicInteger();
  private final AtomicInteger taken = new AtomicInteger();

  @Test
  void oneHasItAtATime() throws IOException {
    Path file = directory.resolve("lock");
    try (JobLock _ = Objects.requireNonNull(JobLock.take(file))) {
      GopException e = assertThrows(GopException.class, () -> JobLock.take(file));
      assertEquals(GopException.Kind.ENVIRONMENT, e.kind());
    }
    try (JobLock again = JobLock.take(file)) {
      Objects.requireNonNull(again).delete();
      assertFalse(Files.exists(file));
    }
  }

  @Test
  void thereIsNoneInAFolderThatIsGone() throws IOException {
    assertNull(JobLock.take(directory.resolve("gone/lock")));
  }

  /// It was opened just before its holder deleted it, and a third one has made a new one.
  @Test
  void aLockOnAFileThatLostItsNameIsNone() throws IOException {
    Path file = directory.resolve("lock");
    try (JobLock late = JobLock.open(file)) {
      try (JobLock holder = Objects.requireNonNull(JobLock.take(file))) {
        holder.delete();
      }
      try (JobLock third = JobLock.take(file)) {
        assertFalse(third == null);
        assertFalse(late.lock());
      }
    }
  }

  /// Whoever has it deletes it, while others open it.
  @Test
  void manyTakeAndDeleteIt() throws Exception {
    Path file = directory.resolve("lock");
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      var ends = new ArrayList<Future<?>>();
      for (int i = 0; i < THREADS; i++) {
        ends.add(
            threads.submit(() -> {
              for (int round = 0; round < ROUNDS; round++) {
                takeAndDelete(file);
              }
              return null;
            }));
      }
      for (Future<?> end : ends) {
        end.get();
      }
    }
    assertFalse(taken.get() == 0, "nobody ever had it");
  }

  private void takeAndDelete(Path file) throws IOException {
    try (JobLock lock = JobLock.take(file)) {
      if (lock != null) {
        assertEquals(1, holders.incrementAndGet(), "holders of the lock");
        taken.incrementAndGet();
        holders.decrementAndGet();
        lock.delete();
      }
    } catch (GopException e) {
      assertEquals(GopException.Kind.ENVIRONMENT, e.kind());
    }
  }
}
