package org.rav1ebygop.encoder.rav1e;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.child.encoder.Digests;
import org.rav1ebygop.files.SmallFile;
import org.rav1ebygop.files.UnreadableFileException;

/// A film grain table: text that starts with `filmgrn1`, then entries that each start with a line
/// `E start end apply seed update`, times in units of 100 ns.
final class FilmGrainTable {
  private static final String MAGIC = "filmgrn1";
  private static final int MAX_BYTES = 1 << 20;

  /// The end that tools write for "always": 2⁶³−1.
  private static final BigInteger FOREVER = BigInteger.valueOf(Long.MAX_VALUE);

  private FilmGrainTable() {}

  /// Reads a table and checks that it means the same for every GOP: rav1e counts its times from the
  /// start of the GOP, so there must be one entry, from 0 for ever.
  ///
  /// @return the digest of its content
  /// @throws GopException of kind USAGE when it cannot be read or used
  static String check(String name) {
    byte[] content = read(name);
    List<String> lines = new String(content, StandardCharsets.ISO_8859_1).lines().toList();
    if (lines.isEmpty() || !lines.getFirst().strip().equals(MAGIC)) {
      throw problem(name, "is no film grain table: its first line is not " + MAGIC);
    }
    List<String> entries = lines.stream().filter(line -> line.startsWith("E ")).toList();
    if (entries.size() != 1 || !isForever(entries.getFirst())) {
      throw problem(
          name,
          String.format(
                  Locale.ROOT,
                  "has to hold for every GOP: one entry, which starts 'E 0 %s', not %d entries that change",
                  FOREVER,
                  entries.size())
              + " with time");
    }
    return Digests.sha256(content);
  }

  private static boolean isForever(String entry) {
    String[] words = entry.split("\\s+", -1);
    return words.length >= 4
        && words[1].matches("0+")
        && words[2].matches("\\d{1,20}")
        && new BigInteger(words[2]).compareTo(FOREVER) >= 0;
  }

  private static byte[] read(String name) {
    try {
      return SmallFile.read(Path.of(name), MAX_BYTES);
    } catch (UnreadableFileException | InvalidPathException e) {
      throw problem(name, "cannot be read: " + e.getMessage());
    }
  }

  private static GopException problem(String name, String what) {
    return GopException.usage("film-grain-table %s %s".formatted(name, what));
  }
}
