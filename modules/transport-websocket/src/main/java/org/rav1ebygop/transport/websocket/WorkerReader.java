package org.rav1ebygop.transport.websocket;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.files.SmallFile;
import org.rav1ebygop.files.UnreadableFileException;
import org.rav1ebygop.transport.websocket.WorkersFile.Approval;
import org.rav1ebygop.transport.websocket.WorkersFile.Place;
import org.rav1ebygop.websocket.Fingerprint;
import org.rav1ebygop.websocket.Trust;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// Reads the table of one worker.
final class WorkerReader {
  private static final Set<String> KEYS =
      new LinkedHashSet<>(
          List.of(
              "host",
              "port",
              "password",
              "password_file",
              "password_env",
              "secure",
              "fingerprint",
              "ca",
              "slots",
              "name"));

  private static final int MAX_PASSWORD_FILE = 4096;

  private static final int MAX_SLOTS = 256;

  /// What names a password that stands elsewhere on this machine.
  private static final Set<String> ELSEWHERE = Set.of("password_file", "password_env");

  private final Path file;
  private final Approval approval;
  private final List<String> warnings = new ArrayList<>();
  private boolean checkedReaders;

  /// @param worker its name is empty when it is not given, its password when it is left out
  /// @param leftOut why it is not used, or null
  record Entry(Worker worker, Place place, @Nullable String leftOut) {}

  WorkerReader(Path file, Approval approval) {
    this.file = file;
    this.approval = approval;
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /// @throws GopException of kind USAGE when something is wrong with it
  Entry read(TomlTable table) {
    for (String key : table.keySet()) {
      if (!KEYS.contains(key)) {
        throw at(table, key)
            .error("'%s' is not known; a worker has: %s".formatted(key, String.join(", ", KEYS)));
      }
    }
    String host = host(table);
    String secret = secretKey(table);
    boolean leftOut = approval == Approval.MISSING && ELSEWHERE.contains(secret);
    var worker =
        new Worker(
            text(table, "name", ""),
            host,
            number(table, "port", Worker.DEFAULT_PORT, 65_535),
            new Worker.Password(leftOut ? "" : password(table, secret)),
            trust(table),
            number(table, "slots", MAX_SLOTS, MAX_SLOTS));
    String reason =
        "its %s is ignored, as you have not approved %s; --workers %s approves it"
            .formatted(secret, file, file);
    return new Entry(worker, at(table, "host"), leftOut ? reason : null);
  }

  private String host(TomlTable table) {
    String host = text(table, "host", "");
    if (host.isEmpty()) {
      throw place(table).error("the worker has no 'host': host = \"name or address\"");
    }
    if (host.contains("/") || host.contains("[") || host.contains(" ")) {
      throw at(table, "host")
          .error(
              "'host' is a name, an IPv4 or a bare IPv6 address, without 'ws://', brackets or port, not '%s'"
                  .formatted(host));
    }
    if (host.indexOf(':') >= 0 && host.indexOf(':') == host.lastIndexOf(':')) {
      throw at(table, "host")
          .error(
              "the port does not go into 'host': port = %s"
                  .formatted(host.substring(host.indexOf(':') + 1)));
    }
    return host;
  }

  /// How the password is given.
  private String secretKey(TomlTable table) {
    List<String> given =
        List.of("password", "password_file", "password_env").stream()
            .filter(key -> table.contains(List.of(key)))
            .toList();
    if (given.size() != 1) {
      throw (given.isEmpty() ? place(table) : at(table, given.getLast()))
          .error(
              given.isEmpty()
                  ? "the worker has no 'password', 'password_file' or 'password_env'; it is the SERVER_PASSWORD of rav1e-worker"
                  : "only one of %s can be".formatted(String.join(" and ", given)));
    }
    return given.getFirst();
  }

  private String password(TomlTable table, String key) {
    String value = text(table, key, "");
    String password =
        switch (key) {
          case "password_file" -> passwordOfFile(table, value);
          case "password_env" -> passwordOfVariable(table, value);
          default -> value;
        };
    if (password.isEmpty()) {
      throw at(table, key).error("the password is empty");
    }
    if (key.equals("password") && !checkedReaders) {
      WorkersFile.warnOfReaders(file, warnings);
      checkedReaders = true;
    }
    return password;
  }

  private String passwordOfFile(TomlTable table, String name) {
    Path path = path(name);
    try {
      String password = SmallFile.text(path, MAX_PASSWORD_FILE).replaceFirst("\\R\\z", "");
      WorkersFile.warnOfReaders(path, warnings);
      return password;
    } catch (UnreadableFileException e) {
      throw at(table, "password_file")
          .error("no password can be read from %s: %s".formatted(path, e.reason()));
    }
  }

  private String passwordOfVariable(TomlTable table, String name) {
    String password = System.getenv(name);
    if (password == null) {
      throw at(table, "password_env")
          .error("the environment variable '%s' is not set".formatted(name));
    }
    return password;
  }

  private @Nullable Trust trust(TomlTable table) {
    boolean secure = secure(table);
    String pinned = text(table, "fingerprint", "");
    String ca = text(table, "ca", "");
    if (!secure) {
      String unused = !pinned.isEmpty() ? "fingerprint" : !ca.isEmpty() ? "ca" : "";
      if (!unused.isEmpty()) {
        throw at(table, unused)
            .error("'%s' is for TLS: it needs secure = true beside it".formatted(unused));
      }
      return null;
    }
    if (!pinned.isEmpty() && !ca.isEmpty()) {
      throw at(table, "ca").error("only one of 'fingerprint' and 'ca' can be");
    }
    try {
      return !pinned.isEmpty()
          ? new Trust.Pinned(Fingerprint.parse(pinned))
          : !ca.isEmpty() ? Trust.Authorities.read(path(ca)) : new Trust.Machine();
    } catch (GopException e) {
      throw at(table, pinned.isEmpty() ? "ca" : "fingerprint").error(e.getMessage());
    }
  }

  private boolean secure(TomlTable table) {
    Object value = table.get(List.of("secure"));
    if (value != null && !(value instanceof Boolean)) {
      throw at(table, "secure").error("'secure' is true or false");
    }
    return Boolean.TRUE.equals(value);
  }

  private String text(TomlTable table, String key, String absent) {
    Object value = table.get(List.of(key));
    if (value == null) {
      return absent;
    }
    if (!(value instanceof String text)) {
      throw at(table, key).error("'%s' is a text: %s = \"…\"".formatted(key, key));
    }
    if (text.isBlank() || text.chars().anyMatch(Character::isISOControl)) {
      throw at(table, key).error("'%s' is empty, or has control characters".formatted(key));
    }
    return text;
  }

  private int number(TomlTable table, String key, int absent, int most) {
    Object value = table.get(List.of(key));
    if (value == null) {
      return absent;
    }
    if (value instanceof Long number && number >= 1 && number <= most) {
      return number.intValue();
    }
    throw at(table, key)
        .error(String.format(Locale.ROOT, "'%s' is a whole number from 1 to %d", key, most));
  }

  private Path path(String name) {
    return file.toAbsolutePath().resolveSibling(name);
  }

  private Place at(TomlTable table, String key) {
    return Place.of(file, table, key);
  }

  /// Where the first of its keys is: what is missing has no place.
  private Place place(TomlTable table) {
    return table.keySet().stream()
        .map(key -> table.inputPositionOf(List.of(key)))
        .filter(Objects::nonNull)
        .min(Comparator.comparingInt(TomlPosition::line))
        .map(position -> new Place(file, position))
        .orElseThrow(
            () -> GopException.usage("%s: a table '[[workers]]' is empty".formatted(file)));
  }
}
