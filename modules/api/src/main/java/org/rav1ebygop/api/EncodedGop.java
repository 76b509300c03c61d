package org.rav1ebygop.api;

/// A GOP that is encoded, checked and durable.
///
/// @param gop what was encoded
/// @param bytes sum of its packets
/// @param sha256 lower-case hexadecimal SHA-256 of its packets, one after the other
/// @param identity of the encoder that made it
public record EncodedGop(Gop gop, long bytes, String sha256, EncoderIdentity identity) {}
