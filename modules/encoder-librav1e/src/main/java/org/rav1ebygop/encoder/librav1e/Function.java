package org.rav1ebygop.encoder.librav1e;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.util.Locale;

/// The functions of `rav1e.h` that an encoder needs, the same in rav1e 0.5 to 0.8. A constant is
/// named like its function without `rav1e_`.
enum Function {
  VERSION_SHORT(FunctionDescriptor.of(ADDRESS)),
  STATUS_TO_STR(FunctionDescriptor.of(ADDRESS, JAVA_INT)),
  DATA_UNREF(FunctionDescriptor.ofVoid(ADDRESS)),

  CONFIG_DEFAULT(FunctionDescriptor.of(ADDRESS)),
  CONFIG_PARSE(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS)),
  CONFIG_SET_PIXEL_FORMAT(
      FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_BYTE, JAVA_INT, JAVA_INT, JAVA_INT)),
  CONFIG_SET_TIME_BASE(FunctionDescriptor.ofVoid(ADDRESS, Layouts.RATIONAL)),
  CONFIG_SET_SAMPLE_ASPECT_RATIO(FunctionDescriptor.ofVoid(ADDRESS, Layouts.RATIONAL)),
  CONFIG_SET_COLOR_DESCRIPTION(
      FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT)),
  CONFIG_SET_CONTENT_LIGHT(FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_SHORT, JAVA_SHORT)),
  CONFIG_SET_MASTERING_DISPLAY(
      FunctionDescriptor.of(
          JAVA_INT, ADDRESS, ADDRESS, Layouts.CHROMATICITY_POINT, JAVA_INT, JAVA_INT)),
  CONFIG_SET_EMIT_DATA(FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT)),
  CONFIG_SET_RC_SUMMARY(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS)),
  CONFIG_UNREF(FunctionDescriptor.ofVoid(ADDRESS)),

  CONTEXT_NEW(FunctionDescriptor.of(ADDRESS, ADDRESS)),
  CONTEXT_UNREF(FunctionDescriptor.ofVoid(ADDRESS)),

  FRAME_NEW(FunctionDescriptor.of(ADDRESS, ADDRESS)),
  FRAME_FILL_PLANE(
      FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_INT)),
  FRAME_EXTRACT_PLANE(
      FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_INT)),
  FRAME_UNREF(FunctionDescriptor.ofVoid(ADDRESS)),

  SEND_FRAME(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS)),
  RECEIVE_PACKET(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS)),
  PACKET_UNREF(FunctionDescriptor.ofVoid(ADDRESS)),

  RC_RECEIVE_PASS_DATA(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS)),
  RC_SECOND_PASS_DATA_REQUIRED(FunctionDescriptor.of(JAVA_INT, ADDRESS)),
  RC_SEND_PASS_DATA(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));

  /// What the functions take by value.
  static final class Layouts {
    /// `RaRational`: numerator, denominator.
    static final StructLayout RATIONAL = MemoryLayout.structLayout(JAVA_LONG, JAVA_LONG);

    /// `RaChromaticityPoint`: x, y.
    static final StructLayout CHROMATICITY_POINT =
        MemoryLayout.structLayout(JAVA_SHORT, JAVA_SHORT);

    private Layouts() {}
  }

  @SuppressWarnings("ImmutableEnumChecker") // says its Javadoc
  final FunctionDescriptor descriptor;

  Function(FunctionDescriptor descriptor) {
    this.descriptor = descriptor;
  }

  /// Its name in the library.
  String symbol() {
    return "rav1e_" + name().toLowerCase(Locale.ROOT);
  }
}
