package org.rav1ebygop.engine.proof;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.Rational;

/// What a film file holds, found without decoding, up to its end or to the first fault.
///
/// @param container `ivf` or `obu`
/// @param layout of the sequence header, or null when there was none, or none with chroma
/// @param picture size, sampling and depth in words; empty before the first sequence header
/// @param frameRate told by the container, or null
/// @param profile of AV1, 0–2
/// @param level `seq_level_idx`: 4 × (major − 2) + minor, 31 for no limits
/// @param packets temporal units
/// @param bytes of all packets
/// @param keyframes indices of the frames where decoding can start
/// @param sequenceHeaders different ones, one after the other
/// @param quantizers `base_q_idx` of every shown frame, in order
/// @param countInHeader frames that the container's header tells, or -1 when it tells none
/// @param fault what is wrong and where, or null
public record FilmStructure(
    String container,
    @Nullable FrameLayout layout,
    String picture,
    @Nullable Rational frameRate,
    int profile,
    int level,
    long packets,
    long bytes,
    List<Long> keyframes,
    int sequenceHeaders,
    Quantizers quantizers,
    long countInHeader,
    @Nullable String fault) {

  /// Copies the list.
  public FilmStructure {
    keyframes = List.copyOf(keyframes);
  }

  /// Frames that are shown.
  public long frames() {
    return quantizers.frames();
  }
}
