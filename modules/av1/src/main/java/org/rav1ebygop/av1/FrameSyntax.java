package org.rav1ebygop.av1;

import java.util.Locale;

/// What a sequence header says that decides how frame headers are read; section 5.5.1.
///
/// @param widthBits of a frame width, 1–16
/// @param heightBits of a frame height, 1–16
/// @param frameIdBits of a frame id, 0 when there are none
/// @param deltaFrameIdBits of the distance between two frame ids, 0 when there are none
/// @param superblocks128 whether superblocks have 128 samples each way, not 64
/// @param screenContentTools 0 off, 1 on, 2 chosen by each frame
/// @param integerMotion 0 off, 1 on, 2 chosen by each frame
/// @param orderHintBits of an order hint, 0–8; 0 when there are none
/// @param referenceMotion `enable_ref_frame_mvs`
/// @param superres whether frames may be coded narrower than they are shown
public record FrameSyntax(
    int widthBits,
    int heightBits,
    int frameIdBits,
    int deltaFrameIdBits,
    boolean superblocks128,
    int screenContentTools,
    int integerMotion,
    int orderHintBits,
    boolean referenceMotion,
    boolean superres) {
  /// `SELECT_SCREEN_CONTENT_TOOLS` and `SELECT_INTEGER_MV`: each frame chooses.
  static final int SELECT = 2;

  /// The part of it that stands after the largest frame size.
  static FrameSyntax read(BitReader in, int widthBits, int heightBits, boolean reduced) {
    int deltaBits = 0;
    int idBits = 0;
    if (!reduced && in.flag()) {
      deltaBits = in.bits(4) + 2;
      idBits = deltaBits + in.bits(3) + 1;
      if (idBits > 16) {
        throw in.malformed(
            String.format(Locale.ROOT, "frame ids of %d bits; the limit is 16", idBits));
      }
    }
    boolean superblocks128 = in.flag();
    in.skip(2); // enable_filter_intra, enable_intra_edge_filter
    Tools tools = reduced ? new Tools(SELECT, SELECT, 0, false) : Tools.read(in);
    boolean superres = in.flag();
    in.skip(2); // enable_cdef, enable_restoration
    return new FrameSyntax(
        widthBits,
        heightBits,
        idBits,
        deltaBits,
        superblocks128,
        tools.screenContent,
        tools.integerMotion,
        tools.orderHintBits,
        tools.referenceMotion,
        superres);
  }

  /// Whether frames carry ids.
  boolean frameIds() {
    return frameIdBits > 0;
  }

  /// `get_relative_dist()`, section 5.9.3: how much later `a` is than `b`.
  int distance(int a, int b) {
    if (orderHintBits == 0) {
      return 0;
    }
    int sign = 1 << (orderHintBits - 1);
    int difference = a - b;
    return (difference & (sign - 1)) - (difference & sign);
  }

  private record Tools(
      int screenContent, int integerMotion, int orderHintBits, boolean referenceMotion) {
    static Tools read(BitReader in) {
      in.skip(4); // enable_interintra_compound, _masked_compound, _warped_motion, _dual_filter
      boolean orderHints = in.flag();
      boolean referenceMotion = false;
      if (orderHints) {
        in.skip(1); // enable_jnt_comp
        referenceMotion = in.flag();
      }
      int screenContent = in.flag() ? SELECT : in.bits(1);
      int integerMotion = screenContent == 0 || in.flag() ? SELECT : in.bits(1);
      int orderHintBits = orderHints ? 1 + in.bits(3) : 0;
      return new Tools(screenContent, integerMotion, orderHintBits, referenceMotion);
    }
  }
}
