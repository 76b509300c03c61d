package org.rav1ebygop.engine.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.testkit.Mutations;

class JobFolderFuzzTest {
  private static final Path CORPUS = Path.of("src", "test", "resources", "corpus");

  /// Else the fuzzer would not get far.
  @Test
  void theSeedsAreResumedFrom() throws IOException {
    assertEquals(10, framesOf(seed("file-complete")));
    assertEquals(10, framesOf(seed("pipe-two-gops")));
    assertEquals(-1, framesOf(seed("file-rewritten")));
  }

  /// As long as the log says so, an end that no GOP reaches would have been counted up to.
  @Test
  void aForgedEndIsNotBelieved() throws IOException {
    byte[] seed = seed("pipe-two-gops");
    String text = new String(seed, ISO_8859_1);
    for (String end : List.of("end 99", "end 09", "end 06")) {
      byte[] forged = text.replace("end 10", end).getBytes(ISO_8859_1);
      assertEquals(-1, framesOf(forged), end);
    }
  }

  /// Of a film with nothing left to encode, else -1.
  private static long framesOf(byte[] folder) throws IOException {
    KeyframeLog.Mark end = JobFolderFuzz.end(folder);
    return end == null ? -1 : end.frame();
  }

  private static byte[] seed(String name) throws IOException {
    return Files.readAllBytes(CORPUS.resolve(name));
  }

  @Test
  void forgedFoldersAreResumedFromOrRefused() throws IOException {
    List<byte[]> corpus = Mutations.corpus(CORPUS);
    assertEquals(4, corpus.size());
    for (byte[] each : corpus) {
      JobFolderFuzz.fuzzerTestOneInput(each);
    }
    var mutations = new Mutations(corpus, 0x6a6f);
    for (int i = 0; i < 2_000; i++) {
      JobFolderFuzz.fuzzerTestOneInput(mutations.next());
    }
  }
}
