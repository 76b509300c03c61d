package org.rav1ebygop.plugin.transport.nats;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.nats.client.AuthHandler;
import io.nats.client.NKey;
import io.nats.client.Nats;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;

/// Who we are for a NATS server: a file of `nsc` with a JWT and a seed, or a seed alone (NKey).
///
/// @param user the public key
record Credentials(AuthHandler handler, String user) {
  private static final Pattern JWT = Pattern.compile("-+BEGIN NATS USER JWT-+\\s+(\\S+)\\s+-+END");
  private static final Pattern SEED = Pattern.compile("\\bSU[A-Z2-7]{56}\\b");

  /// @throws GopException of kind USAGE when the file has none
  static Credentials read(Path file) {
    String text = SmallFile.read(file, "the file of credentials");
    Matcher seed = SEED.matcher(text);
    if (!seed.find()) {
      throw GopException.usage(
          "%s has no credentials: it needs the seed of a user (SU…), and its JWT if the server asks for one"
              .formatted(file));
    }
    NKey key = key(file, seed.group());
    AuthHandler handler =
        JWT.matcher(text).find() ? Nats.staticCredentials(text.getBytes(US_ASCII)) : of(key);
    return new Credentials(handler, publicKey(key));
  }

  private static String publicKey(NKey key) {
    try {
      return new String(key.getPublicKey());
    } catch (Exception e) {
      throw new IllegalStateException("this Java has no Ed25519", e);
    }
  }

  private static NKey key(Path file, String seed) {
    try {
      NKey key = NKey.fromSeed(seed.toCharArray());
      var _ = key.getPublicKey();
      return key;
    } catch (Exception e) {
      throw GopException.usage("%s has a seed with a mistake in it: %s".formatted(file, e));
    }
  }

  /// Signs what the server asks for.
  private static AuthHandler of(NKey key) {
    return new AuthHandler() {
      @Override
      public byte[] sign(byte[] nonce) {
        try {
          return key.sign(nonce);
        } catch (Exception e) {
          throw new IllegalStateException("this Java has no Ed25519", e);
        }
      }

      @Override
      public char[] getID() {
        try {
          return key.getPublicKey();
        } catch (Exception e) {
          throw new IllegalStateException("this Java has no Ed25519", e);
        }
      }

      @Override
      public char @Nullable [] getJWT() {
        return null;
      }
    };
  }
}
