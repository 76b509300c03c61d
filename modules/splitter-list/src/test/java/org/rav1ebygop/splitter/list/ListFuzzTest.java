package org.rav1ebygop.splitter.list;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.testkit.Mutations;

class ListFuzzTest {
  private static final Path CORPUS = Path.of("src", "test", "resources", "corpus");

  @Test
  void damagedListsAreReadAsTheyAreOrRefused() throws IOException {
    List<byte[]> corpus = Mutations.corpus(CORPUS);
    assertTrue(corpus.size() >= 9);
    corpus.forEach(ListFuzz::fuzzerTestOneInput);
    var mutations = new Mutations(corpus, 0x6c69);
    for (int i = 0; i < 20_000; i++) {
      ListFuzz.fuzzerTestOneInput(mutations.next());
    }
  }
}
