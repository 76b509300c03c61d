package org.rav1ebygop.transport.websocket;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// What a file of workers says: a table `[[workers]]` for each.
///
/// @param workers with names that differ
/// @param warnings one line each
record WorkersFile(List<Worker> workers, List<String> warnings) {
  private static final String TABLES = "workers";

  /// More than any list of workers has.
  private static final int MAX_BYTES = 1 << 20;

  /// Reads a file, and the files it names.
  ///
  /// @throws GopException of kind USAGE when there is anything wrong: file, line, column, what is
  ///   wrong and what to do
  static WorkersFile read(Path file) {
    TomlParseResult toml = parse(file);
    for (String key : toml.keySet()) {
      if (!key.equals(TABLES)) {
        throw Place.of(file, toml, key)
            .error("'%s' is not known here; each worker is a table '[[workers]]'".formatted(key));
      }
    }
    var reader = new WorkerReader(file);
    var read = new ArrayList<WorkerReader.Entry>();
    for (TomlTable table : tables(file, toml)) {
      read.add(reader.read(table));
    }
    return new WorkersFile(Names.given(read), reader.warnings());
  }

  /// Says so when others can read a file with passwords in it.
  static void warnOfReaders(Path file, List<String> warnings) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (permissions.contains(PosixFilePermission.OTHERS_READ)
          || permissions.contains(PosixFilePermission.GROUP_READ)) {
        warnings.add(
            "%s has passwords in it, and others can read it: chmod 600 %s".formatted(file, file));
      }
    } catch (IOException | UnsupportedOperationException _) {
      // no such permissions here
    }
  }

  private static TomlParseResult parse(Path file) {
    String text = text(file);
    TomlParseResult toml = Toml.parse(text);
    if (!toml.hasErrors()) {
      return toml;
    }
    TomlParseError first = toml.errors().getFirst();
    String line = text.lines().skip(first.position().line() - 1L).findFirst().orElse("");
    // The parser quotes what it does not understand.
    throw new Place(file, first.position())
        .error(
            line.contains("password")
                ? "this is not TOML; a password stands in quotes"
                : oneLine(String.valueOf(first.getMessage())));
  }

  private static List<TomlTable> tables(Path file, TomlParseResult toml) {
    var tables = new ArrayList<TomlTable>();
    Object all = toml.get(List.of(TABLES));
    if (all == null) {
      return tables;
    }
    if (!(all instanceof TomlArray array)) {
      throw Place.of(file, toml, TABLES)
          .error("each worker is a table '[[workers]]', with two brackets");
    }
    for (int i = 0; i < array.size(); i++) {
      if (!(array.get(i) instanceof TomlTable table)) {
        throw new Place(file, array.inputPositionOf(i))
            .error("each worker is a table '[[workers]]'");
      }
      tables.add(table);
    }
    return tables;
  }

  private static String text(Path file) {
    try {
      if (Files.isRegularFile(file) && Files.size(file) > MAX_BYTES) {
        throw GopException.usage("%s: too long for a list of workers".formatted(file));
      }
      return Files.readString(file);
    } catch (NoSuchFileException _) {
      throw GopException.usage(
          "%s: there is no such file; workers.example.toml shows what goes into it"
              .formatted(file));
    } catch (AccessDeniedException _) {
      throw GopException.usage("%s: no permission to read it".formatted(file));
    } catch (IOException e) {
      throw GopException.usage("%s: cannot be read: %s".formatted(file, oneLine("" + e)));
    }
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s*\\R\\s*", " ");
  }

  /// A place in a file.
  ///
  /// @param position null when it is not known
  record Place(Path file, @Nullable TomlPosition position) {
    static Place of(Path file, TomlTable table, String key) {
      return new Place(file, table.inputPositionOf(List.of(key)));
    }

    GopException error(String what) {
      return GopException.usage(
          position == null
              ? "%s: %s".formatted(file, what)
              : String.format(
                  Locale.ROOT,
                  "%s, line %d, column %d: %s",
                  file,
                  position.line(),
                  position.column(),
                  what));
    }
  }
}
