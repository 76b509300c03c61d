package org.rav1ebygop.websocket;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.rav1ebygop.api.GopException;

/// Certificates in files.
final class Certificates {
  private Certificates() {}

  /// The certificates of a PEM file, in their order.
  ///
  /// @param what the file is, for messages
  /// @throws GopException of kind USAGE when there are none
  static List<X509Certificate> read(Path file, String what) {
    var certificates = new ArrayList<X509Certificate>();
    for (Pem part : Pem.read(file, what)) {
      if (part.type().equals("CERTIFICATE")) {
        certificates.add(parse(part.der(), file, what));
      }
    }
    if (certificates.isEmpty()) {
      throw GopException.usage(
          "%s %s has no certificate: no line '-----BEGIN CERTIFICATE-----'".formatted(what, file));
    }
    return certificates;
  }

  /// A store in memory, without anything in it.
  static KeyStore emptyStore() throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      return store;
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static X509Certificate parse(InputStream der, Path file, String what) {
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      return (X509Certificate) factory.generateCertificate(der);
    } catch (CertificateException e) {
      throw GopException.usage(
          "%s %s has a certificate that cannot be read: %s".formatted(what, file, e.getMessage()));
    }
  }
}
