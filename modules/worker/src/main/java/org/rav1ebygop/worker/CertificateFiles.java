package org.rav1ebygop.worker;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.websocket.SelfSigned;
import org.rav1ebygop.websocket.ServerIdentity;

/// The two files of `--generate-cert`.
final class CertificateFiles {
  private final Path certificate;
  private final Path key;

  CertificateFiles(Map<String, String> environment) {
    certificate = Path.of(environment.getOrDefault(Access.CERTIFICATE, "worker-cert.pem"));
    key = Path.of(environment.getOrDefault(Access.KEY, "worker-key.pem"));
  }

  /// Makes them, and prints what to do with them.
  ///
  /// @param hosts names and addresses of the worker; when empty, those of this machine
  /// @throws GopException of kind USAGE when one of them is there already
  void generate(List<String> hosts, PrintStream out) {
    for (Path file : List.of(certificate, key)) {
      if (Files.exists(file)) {
        throw GopException.usage("%s is there already; move it away first".formatted(file));
      }
    }
    List<String> names = hosts.isEmpty() ? ownNames() : hosts;
    ServerIdentity identity = SelfSigned.make(names);
    write(key, SelfSigned.pem(identity.key()), "rw-------");
    write(certificate, SelfSigned.pem(identity.chain().getFirst()), "rw-r--r--");
    out.printf(
        """
        Wrote the certificate %s, for %s, good for ten years, and its key %s.

        For the environment of rav1e-worker:
        %s=%s
        %s=%s

        For its table in workers.toml:
        secure = true
        fingerprint = "%s"
        """,
        certificate,
        String.join(", ", names),
        key,
        Access.CERTIFICATE,
        certificate.toAbsolutePath(),
        Access.KEY,
        key.toAbsolutePath(),
        identity.fingerprint());
  }

  private static List<String> ownNames() {
    var names = new LinkedHashSet<String>();
    try {
      names.add(InetAddress.getLocalHost().getHostName());
    } catch (UnknownHostException _) {
      // a machine without a name
    }
    names.add("localhost");
    return List.copyOf(names);
  }

  private static void write(Path file, String text, String permissions) {
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
      Files.writeString(file, text);
    } catch (FileAlreadyExistsException _) {
      throw GopException.usage("%s is there already; move it away first".formatted(file));
    } catch (IOException e) {
      throw GopException.environment("%s cannot be written: %s".formatted(file, e.getMessage()), e);
    }
  }
}
