package org.rav1ebygop.api;

/// What decides the bytes an encoder makes of given frames. GOPs may only be joined into one film
/// when theirs are equal.
///
/// @param backend id of the backend
/// @param version of the encoder, as it tells itself
/// @param fingerprint lower-case hexadecimal SHA-256 over everything else that changes the bytes:
///   the format handed to the encoder and all its settings
public record EncoderIdentity(String backend, String version, String fingerprint) {
  @Override
  public String toString() {
    return "%s %s (settings %.8s)".formatted(backend, version, fingerprint);
  }
}
