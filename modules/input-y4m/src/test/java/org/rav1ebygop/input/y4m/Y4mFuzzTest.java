package org.rav1ebygop.input.y4m;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.testkit.Mutations;
import org.rav1ebygop.y4m.Y4mException;

final class Y4mFuzzTest {
  private static final Path CORPUS = Path.of("src", "test", "resources", "corpus");

  @Test
  void readsTheCorpusInEveryWayAlike() throws IOException, Y4mException {
    List<byte[]> corpus = Mutations.corpus(CORPUS);
    assertTrue(corpus.size() >= 8);
    for (byte[] bytes : corpus) {
      Y4mFuzz.fuzzerTestOneInput(bytes);
    }
  }

  @Test
  void readsDamagedFilesInEveryWayAlike() throws IOException, Y4mException {
    var mutations = new Mutations(Mutations.corpus(CORPUS), 0x594d);
    for (int i = 0; i < 20_000; i++) {
      Y4mFuzz.fuzzerTestOneInput(mutations.next());
    }
  }
}
