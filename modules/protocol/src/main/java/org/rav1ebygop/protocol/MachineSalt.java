package org.rav1ebygop.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.message.Wire;
import org.rav1ebygop.protocol.session.PasswordKey;

/// The salt of workers on one machine: the same after each start, so that clients know it again,
/// and another one on each machine. It is no secret, and tells nothing about the machine.
final class MachineSalt {
  private static final Path ID = Path.of("/etc/machine-id");

  private MachineSalt() {}

  /// That of this machine.
  static Bytes own() {
    return of(ID);
  }

  /// @param id a file with what is the machine's own (machine-id(5)); without one, its name is
  static Bytes of(Path id) {
    byte[] digest = PasswordKey.digest("rav1e-by-gop salt of " + identity(id));
    return Bytes.of(Arrays.copyOf(digest, Wire.SALT));
  }

  private static String identity(Path id) {
    try {
      String text = Files.readString(id, UTF_8).strip();
      if (!text.isEmpty()) {
        return text;
      }
    } catch (IOException _) {
      // not all systems have one
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException _) {
      return "";
    }
  }
}
