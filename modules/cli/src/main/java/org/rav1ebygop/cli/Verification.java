package org.rav1ebygop.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.DecoderProvider;
import org.rav1ebygop.engine.proof.DecodeProof;
import org.rav1ebygop.engine.proof.GopProof;
import org.rav1ebygop.registry.Registry;

/// How strictly GOPs are verified.
///
/// @param proof what each has to stand
/// @param notice one line for the user
record Verification(GopProof proof, String notice) {
  private static final String STRUCTURE = "structure";
  private static final String DECODE = "decode";
  private static final List<String> LEVELS = List.of(STRUCTURE, DECODE);

  /// Up to this speed decoding takes less than 2 % more CPU time: measured, see bench/README.md.
  private static final int FASTEST_TO_DECODE = 9;

  /// @throws GopException of kind ENVIRONMENT when decoding was asked for and there is no decoder
  static Verification of(EncodeCommand command, Registry registry) {
    String level = command.verify;
    if (level != null && !LEVELS.contains(level)) {
      throw GopException.usage(
          "--verify is %s, not '%s'".formatted(String.join(" or ", LEVELS), level));
    }
    if (STRUCTURE.equals(level)) {
      return new Verification(GopProof.STRUCTURE, "GOPs are verified by their structure");
    }
    boolean asked = level != null || command.decoder != null || command.dav1d != null;
    if (!asked && command.encoding.speed > FASTEST_TO_DECODE) {
      return new Verification(
          GopProof.STRUCTURE,
          "GOPs are verified by their structure; --verify decode also decodes them, which costs more than 2 % at speed "
              + command.encoding.speed);
    }
    DecoderChoice choice = DecoderChoice.of(registry, command.decoder, command.dav1d);
    @Nullable DecoderProvider provider = choice.provider();
    if (provider != null) {
      return new Verification(
          new DecodeProof(provider, choice.options()),
          "GOPs are verified by decoding them with " + choice.name());
    }
    if (asked) {
      throw GopException.environment("cannot verify by decoding: " + choice.detail(), null);
    }
    return new Verification(
        GopProof.STRUCTURE,
        "GOPs are verified by their structure only, nothing decodes them: " + choice.detail());
  }
}
