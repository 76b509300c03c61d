package org.rav1ebygop.splitter.list;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.rav1ebygop.api.GopException;

/// A file with a list, whose content says of which kind it is.
final class ListFile {
  /// White space that may stand before the content.
  private static final int MAX_BLANKS = 8192;

  private ListFile() {}

  /// Reads a file, which may be a pipe.
  ///
  /// @throws GopException of kind USAGE when it cannot be read, or is no list
  static KeyframeList read(String name) {
    try (Reader text = new InputStreamReader(Files.newInputStream(Path.of(name)), UTF_8)) {
      var list = new ListBuilder(name);
      parse(text, list);
      return list.build();
    } catch (NoSuchFileException | InvalidPathException _) {
      throw GopException.usage("there is no keyframe list %s".formatted(name));
    } catch (AccessDeniedException _) {
      throw GopException.usage("no permission to read the keyframe list %s".formatted(name));
    } catch (IOException e) {
      throw GopException.usage(
          "cannot read the keyframe list %s: %s".formatted(name, e.getMessage()));
    }
  }

  /// Reads the text of a list into a builder.
  ///
  /// @throws GopException of kind USAGE when it is none
  static void parse(Reader text, ListBuilder list) {
    var bounded = new BufferedReader(new BoundedReader(text, list), MAX_BLANKS);
    try {
      int first = firstVisible(bounded);
      if (first == '{' || first == '[') {
        new JsonList(bounded, list).read();
      } else {
        new TextList(list).read(bounded);
      }
    } catch (IOException e) {
      throw list.problem("", "it cannot be read: " + e.getMessage());
    }
  }

  /// The first character that is no white space, without consuming anything; -1 at the end.
  private static int firstVisible(BufferedReader text) throws IOException {
    text.mark(MAX_BLANKS);
    int c = text.read();
    for (int i = 1;
        i < MAX_BLANKS && (c == TextList.BYTE_ORDER_MARK || Character.isWhitespace(c));
        i++) {
      c = text.read();
    }
    text.reset();
    return c;
  }
}
