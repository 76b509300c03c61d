package org.rav1ebygop.transport.websocket;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.WorkerInfo;
import org.rav1ebygop.files.Ownership;
import org.rav1ebygop.files.SmallFile;
import org.rav1ebygop.files.UnreadableFileException;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// What a file of workers says: a table `[[workers]]` for each.
///
/// @param workers with names that differ
/// @param leftOut those that cannot be used because the file is not approved
/// @param warnings one line each
record WorkersFile(List<Worker> workers, List<WorkerInfo> leftOut, List<String> warnings) {
  private static final String TABLES = "workers";

  /// More than any list of workers has.
  private static final int MAX_BYTES = 1 << 20;

  /// Whether the user knows that the file is used.
  enum Approval {
    /// He does.
    GIVEN,

    /// It may be from anywhere: it names no passwords that stand elsewhere on this machine.
    MISSING
  }

  /// Reads a file, and the files it names.
  ///
  /// @throws GopException of kind USAGE when there is anything wrong: file, line, column, what is
  ///   wrong and what to do; also when others can change the file
  static WorkersFile read(Path file, Approval approval) {
    TomlParseResult toml = parse(file);
    for (String key : toml.keySet()) {
      if (!key.equals(TABLES)) {
        throw Place.of(file, toml, key)
            .error("'%s' is not known here; each worker is a table '[[workers]]'".formatted(key));
      }
    }
    var reader = new WorkerReader(file, approval);
    var read = new ArrayList<WorkerReader.Entry>();
    for (TomlTable table : tables(file, toml)) {
      read.add(reader.read(table));
    }
    List<Worker> all = Names.given(read);
    var workers = new ArrayList<Worker>();
    var leftOut = new ArrayList<WorkerInfo>();
    for (int i = 0; i < all.size(); i++) {
      String reason = read.get(i).leftOut();
      if (reason == null) {
        workers.add(all.get(i));
      } else {
        leftOut.add(WorkerInfo.absent(all.get(i).name(), reason));
      }
    }
    var warnings = new ArrayList<String>();
    if (approval == Approval.MISSING) {
      warnings.addAll(strange(file, workers, leftOut));
    }
    warnings.addAll(reader.warnings());
    return new WorkersFile(workers, leftOut, warnings);
  }

  /// Who is in a file, such as `2 workers: attic:13415, nas:13415`; empty when nobody is.
  static String summary(Path file) {
    TomlParseResult toml = parse(file);
    var reader = new WorkerReader(file, Approval.MISSING);
    List<Worker> workers =
        tables(file, toml).stream().map(reader::read).map(WorkerReader.Entry::worker).toList();
    return workers.isEmpty()
        ? ""
        : String.format(
            Locale.ROOT,
            "%d %s: %s",
            workers.size(),
            workers.size() == 1 ? "worker" : "workers",
            places(workers));
  }

  /// What to know of a file that may be from anywhere.
  private static List<String> strange(Path file, List<Worker> used, List<WorkerInfo> leftOut) {
    var warnings = new ArrayList<String>();
    if (!used.isEmpty()) {
      warnings.add(
          "the film goes to %s, which %s names; you have not approved this file: --workers %s does, --workers none uses no workers"
              .formatted(places(used), file, file));
    }
    leftOut.forEach(
        worker -> warnings.add("%s is not used: %s".formatted(worker.worker(), worker.trouble())));
    return warnings;
  }

  private static String places(List<Worker> workers) {
    return workers.stream()
        .map(worker -> worker.host() + ":" + worker.port())
        .collect(Collectors.joining(", "));
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
      String text = SmallFile.text(file, MAX_BYTES);
      String others = Ownership.changeableByOthers(file);
      if (others != null) {
        throw GopException.usage(
            "%s decides where films go, and %s; make it your own file, which only you can write to (chmod go-w), or use no workers: --workers none"
                .formatted(file, others));
      }
      return text;
    } catch (UnreadableFileException e) {
      throw GopException.usage(
          "%s: %s%s"
              .formatted(
                  file,
                  e.reason(),
                  e.isMissing() ? "; workers.example.toml shows what goes into it" : ""));
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
