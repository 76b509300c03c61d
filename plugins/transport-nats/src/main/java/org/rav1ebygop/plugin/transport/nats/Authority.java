package org.rav1ebygop.plugin.transport.nats;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.rav1ebygop.api.GopException;

/// Whose signature the certificate of a server must have. It must also be for the name of the
/// server.
final class Authority {
  private Authority() {}

  /// TLS to servers whose certificate is signed by an authority that this Java trusts.
  static SSLContext usual() {
    try {
      return NamedServers.checkedBy(SSLContext.getDefault());
    } catch (GeneralSecurityException e) {
      throw GopException.environment("this Java has no TLS: " + e, e);
    }
  }

  /// TLS to servers whose certificate one of this file has signed.
  ///
  /// @throws GopException of kind USAGE when it is no PEM file with certificates
  static SSLContext read(Path file) {
    String text = SmallFile.read(file, "the certificate of the authority");
    if (!text.contains("-----BEGIN CERTIFICATE-----")) {
      throw GopException.usage(
          "%s is no PEM file with certificates: it has no line '-----BEGIN CERTIFICATE-----'"
              .formatted(file));
    }
    try {
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(text.getBytes(ISO_8859_1)));
      return trusting(all);
    } catch (CertificateException _) {
      throw GopException.usage("%s: a certificate in it has a mistake".formatted(file));
    } catch (GeneralSecurityException | IOException e) {
      throw GopException.environment("this Java has no TLS: " + e, e);
    }
  }

  private static SSLContext trusting(Collection<? extends Certificate> certificates)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int index = 0;
    for (Certificate certificate : certificates) {
      store.setCertificateEntry("ca" + index++, certificate);
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return NamedServers.checkedBy(context);
  }
}
