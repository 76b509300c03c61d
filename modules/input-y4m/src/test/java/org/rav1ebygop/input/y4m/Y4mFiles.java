package org.rav1ebygop.input.y4m;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.ValueLayout;
import java.util.function.LongFunction;
import org.rav1ebygop.testkit.SyntheticFilm;
import org.rav1ebygop.y4m.Y4mHeader;

/// Makes y4m files in memory.
final class Y4mFiles {
  static final String BARE = "FRAME\n";

  private Y4mFiles() {}

  static byte[] encode(SyntheticFilm film) {
    return encode(film, _ -> BARE);
  }

  /// @param line of a frame by its index, newline included
  static byte[] encode(SyntheticFilm film, LongFunction<String> line) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes((Y4mHeader.format(film.format()) + "\n").getBytes(ISO_8859_1));
    for (long i = 0; i < film.frameCount(); i++) {
      bytes.writeBytes(line.apply(i).getBytes(ISO_8859_1));
      bytes.writeBytes(film.frame(i).data().toArray(ValueLayout.JAVA_BYTE));
    }
    return bytes.toByteArray();
  }

  static byte[] join(byte[] start, String end) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(start);
    bytes.writeBytes(end.getBytes(ISO_8859_1));
    return bytes.toByteArray();
  }
}
