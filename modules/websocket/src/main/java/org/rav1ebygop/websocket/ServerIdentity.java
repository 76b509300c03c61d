package org.rav1ebygop.websocket;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import org.rav1ebygop.api.GopException;

/// What a worker proves with who it is.
///
/// @param chain its certificate, and those of who signed it
public record ServerIdentity(PrivateKey key, List<X509Certificate> chain) {
  private static final String CERTIFICATE = "the certificate";
  private static final String KEY = "the key";

  /// Copies the list.
  public ServerIdentity {
    chain = List.copyOf(chain);
  }

  /// Reads two PEM files.
  ///
  /// @param certificate with the certificate first, then any others of its chain
  /// @param key PKCS#8, not encrypted: RSA, EC or Ed25519
  /// @throws GopException of kind USAGE when one cannot be read, or they do not belong together
  public static ServerIdentity read(Path certificate, Path key) {
    List<X509Certificate> chain = Certificates.read(certificate, CERTIFICATE);
    PrivateKey found = key(key);
    if (!fits(found, chain.getFirst().getPublicKey())) {
      throw GopException.usage(
          "the key %s is not that of the certificate %s".formatted(key, certificate));
    }
    return new ServerIdentity(found, chain);
  }

  /// By which clients may know it.
  public Fingerprint fingerprint() {
    return Fingerprint.of(chain.getFirst());
  }

  /// Without the key.
  @Override
  public String toString() {
    return fingerprint().toString();
  }

  /// With this as its only entry.
  KeyStore store(String password) throws GeneralSecurityException {
    KeyStore store = Certificates.emptyStore();
    store.setKeyEntry("worker", key, password.toCharArray(), chain.toArray(new X509Certificate[0]));
    return store;
  }

  private static PrivateKey key(Path file) {
    List<Pem> parts = Pem.read(file, KEY);
    for (Pem part : parts) {
      if (part.type().equals("PRIVATE KEY")) {
        return pkcs8(part.der().readAllBytes(), file);
      }
    }
    List<String> types = parts.stream().map(Pem::type).toList();
    if (types.contains("ENCRYPTED PRIVATE KEY")) {
      throw GopException.usage(
          "the key %s is encrypted; decrypt it with: openssl pkcs8 -in %s -out FILE"
              .formatted(file, file));
    }
    for (String type : types) {
      if (type.endsWith(" PRIVATE KEY")) {
        throw GopException.usage(
            "the key %s is in the old form '%s'; convert it with: openssl pkcs8 -topk8 -nocrypt -in %s -out FILE"
                .formatted(file, type, file));
      }
    }
    throw GopException.usage("%s %s has no private key in it".formatted(KEY, file));
  }

  private static PrivateKey pkcs8(byte[] der, Path file) {
    for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (InvalidKeySpecException _) {
        // of another algorithm
      } catch (GeneralSecurityException e) {
        throw GopException.bug("Java has no " + algorithm, e);
      }
    }
    throw GopException.usage("the key %s is not of RSA, EC or Ed25519, or damaged".formatted(file));
  }

  /// Signs something with one and checks it with the other.
  private static boolean fits(PrivateKey key, PublicKey certified) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> "Ed25519";
        };
    byte[] something = {1, 2, 3};
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(something);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      signature.update(something);
      return signature.verify(signed);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }
}
