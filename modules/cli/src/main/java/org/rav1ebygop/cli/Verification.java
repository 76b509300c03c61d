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
/// @param proof what each has to stand that is encoded on this machine
/// @param proofElsewhere the same for other machines
/// @param notice one line for the user
record Verification(GopProof proof, GopProof proofElsewhere, String notice) {
  private static final String STRUCTURE = "structure";
  private static final String DECODE = "decode";
  private static final List<String> LEVELS = List.of(STRUCTURE, DECODE);

  /// Up to this speed decoding takes less than 2 % more CPU time: measured, see bench/README.md.
  private static final int FASTEST_TO_DECODE = 9;

  /// Results of other machines are always decoded, unless the user trusts them: a machine may be
  /// broken, or lie.
  ///
  /// @throws GopException of kind ENVIRONMENT when decoding is needed and there is no decoder
  static Verification of(EncodeCommand command, Registry registry, Places places) {
    boolean others = places.others() != null;
    String level = command.verify;
    if (level != null && !LEVELS.contains(level)) {
      throw GopException.usage(
          "--verify is %s, not '%s'".formatted(String.join(" or ", LEVELS), level));
    }
    if (STRUCTURE.equals(level)) {
      return structure(
          others ? "; what other machines return is trusted to show the right frames" : "");
    }
    boolean asked = level != null || command.decoder != null || command.dav1d != null;
    boolean fast = !asked && command.encoding.speed > FASTEST_TO_DECODE;
    if (fast && !others) {
      return structure(
          "; --verify decode also decodes them, which costs more than 2 % at speed "
              + command.encoding.speed);
    }
    DecoderChoice choice = DecoderChoice.of(registry, command.decoder, command.dav1d);
    @Nullable DecoderProvider provider = choice.provider();
    if (provider != null) {
      var decode = new DecodeProof(provider, choice.options());
      return fast && places.isHere()
          ? new Verification(
              GopProof.STRUCTURE,
              decode,
              "GOPs of other machines are verified by decoding them with %s, those of this one by their structure"
                  .formatted(choice.name()))
          : new Verification(
              decode, decode, "GOPs are verified by decoding them with " + choice.name());
    }
    if (asked) {
      throw GopException.environment("cannot verify by decoding: " + choice.detail(), null);
    }
    if (others) {
      throw GopException.environment(
          "what other machines return has to be decoded, and nothing here does: %s; --verify structure trusts them"
              .formatted(choice.detail()),
          null);
    }
    return structure(" only, nothing decodes them: " + choice.detail());
  }

  private static Verification structure(String remark) {
    return new Verification(
        GopProof.STRUCTURE, GopProof.STRUCTURE, "GOPs are verified by their structure" + remark);
  }
}
