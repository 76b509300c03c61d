package org.rav1ebygop.websocket;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;

/// Whom a client believes to be the worker, on TLS.
public sealed interface Trust {
  /// Who has a certificate for the name of the host, signed by an authority that this machine
  /// trusts.
  record Machine() implements Trust {}

  /// Who has a certificate for the name of the host, signed by one of these, or one of these.
  record Authorities(List<X509Certificate> certificates) implements Trust {
    /// Copies the list.
    public Authorities {
      certificates = List.copyOf(certificates);
    }

    /// Reads a PEM file.
    ///
    /// @throws GopException of kind USAGE when there is no certificate in it
    public static Authorities read(Path file) {
      return new Authorities(Certificates.read(file, "ca"));
    }
  }

  /// Who has this certificate, whatever the host is called.
  record Pinned(Fingerprint fingerprint) implements Trust {}

  /// Whether the certificate must be for the name of the host.
  default boolean checksHost() {
    return !(this instanceof Pinned);
  }

  /// What makes connections that keep to this.
  default SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw GopException.bug("TLS cannot be set up: " + e, e);
    }
  }

  private TrustManager[] managers() throws GeneralSecurityException {
    return switch (this) {
      case Machine _ -> signedBy(null);
      case Authorities(var certificates) -> {
        KeyStore store = Certificates.emptyStore();
        for (X509Certificate certificate : certificates) {
          store.setCertificateEntry("" + store.size(), certificate);
        }
        yield signedBy(store);
      }
      case Pinned(var fingerprint) -> new TrustManager[] {new PinnedCertificate(fingerprint)};
    };
  }

  private static TrustManager[] signedBy(@Nullable KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }
}
