package org.rav1ebygop.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.files.SmallFile;
import org.rav1ebygop.files.UnreadableFileException;

/// A part of a PEM file (RFC 7468).
///
/// @param type such as `CERTIFICATE`
/// @param der its bytes, to be read once; none when it is encrypted in the old way
record Pem(String type, ByteArrayInputStream der) {
  /// More than any chain of certificates has.
  private static final int MAX_BYTES = 1 << 20;

  private static final Pattern PART =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  /// All parts of a file.
  ///
  /// @param what the file is, for messages
  /// @throws GopException of kind USAGE when the file cannot be read or has none
  static List<Pem> read(Path file, String what) {
    var parts = new ArrayList<Pem>();
    Matcher matcher = PART.matcher(text(file, what));
    while (matcher.find()) {
      String body = matcher.group(2);
      byte[] der = body.contains(":") ? new byte[0] : decode(body, file);
      parts.add(new Pem(matcher.group(1), new ByteArrayInputStream(der)));
    }
    if (parts.isEmpty()) {
      throw GopException.usage(
          "%s %s is no PEM file: it has no line '-----BEGIN …-----'".formatted(what, file));
    }
    return parts;
  }

  /// The text of a part, as it is in a file.
  static String text(String type, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(type, body, type);
  }

  private static String text(Path file, String what) {
    try {
      return SmallFile.text(file, MAX_BYTES, ISO_8859_1);
    } catch (UnreadableFileException e) {
      throw GopException.usage("%s %s: %s".formatted(what, file, e.reason()));
    }
  }

  private static byte[] decode(String body, Path file) {
    try {
      return Base64.getMimeDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      throw GopException.usage("%s is damaged: %s".formatted(file, e.getMessage()));
    }
  }
}
