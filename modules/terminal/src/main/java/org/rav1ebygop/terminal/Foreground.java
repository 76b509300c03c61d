package org.rav1ebygop.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Whether this process may use its terminal as it likes, or works in the background, where a shell
/// or another program has the terminal.
final class Foreground {
  private static final Path STAT = Path.of("/proc/self/stat");

  /// Fields after the name, which is in parentheses: state, parent, process group, session,
  /// terminal, process group in the foreground of the terminal.
  private static final int GROUP = 2;

  private static final int TERMINAL_GROUP = 5;

  private Foreground() {}

  /// Where nobody can tell, as on systems without `/proc`: the foreground.
  static boolean now() {
    try {
      String stat = Files.readString(STAT, StandardCharsets.ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return fields[GROUP].equals(fields[TERMINAL_GROUP]) || fields[TERMINAL_GROUP].equals("-1");
    } catch (IOException _) {
      return true;
    }
  }
}
