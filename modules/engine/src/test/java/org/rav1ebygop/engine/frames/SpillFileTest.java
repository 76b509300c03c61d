package org.rav1ebygop.engine.frames;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpillFileTest {
  @TempDir Path folder;

  @Test
  void aFrameComesBackAndNothingIsWrittenThroughALink() throws IOException {
    Path precious = Files.writeString(folder.resolve("precious"), "of the user");
    Path path = Files.createSymbolicLink(folder.resolve("frames-1.tmp"), precious);
    var file = new SpillFile(path);
    long start = file.append(7, MemorySegment.ofArray(new byte[] {1, 2, 3}));
    MemorySegment back = file.read(start, 7, MemorySegment.ofArray(new byte[10]));
    assertEquals(-1, back.mismatch(MemorySegment.ofArray(new byte[] {1, 2, 3})));
    file.close();
    assertFalse(Files.exists(path, LinkOption.NOFOLLOW_LINKS));
    assertEquals("of the user", Files.readString(precious));
  }
}
