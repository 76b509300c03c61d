package org.rav1ebygop.y4m;

import static org.rav1ebygop.api.ChromaPosition.COLOCATED;
import static org.rav1ebygop.api.ChromaPosition.UNKNOWN;
import static org.rav1ebygop.api.ChromaPosition.VERTICAL;
import static org.rav1ebygop.api.ChromaSampling.CS420;
import static org.rav1ebygop.api.ChromaSampling.CS422;
import static org.rav1ebygop.api.ChromaSampling.CS444;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.rav1ebygop.api.ChromaPosition;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.VideoFormat;

/// The values of the C tag that are read and written, with the meaning rav1e (0.5.1 to 0.7.1) gives
/// them. Of several tags for one meaning the first is written.
enum ColorSpaceTag {
  C420JPEG("420jpeg", CS420, 8, UNKNOWN),
  C420PALDV("420paldv", CS420, 8, UNKNOWN),
  C420MPEG2("420mpeg2", CS420, 8, VERTICAL),
  C420("420", CS420, 8, COLOCATED),
  C420P10("420p10", CS420, 10, COLOCATED),
  C420P12("420p12", CS420, 12, COLOCATED),
  C422("422", CS422, 8, COLOCATED),
  C422P10("422p10", CS422, 10, COLOCATED),
  C422P12("422p12", CS422, 12, COLOCATED),
  C444("444", CS444, 8, COLOCATED),
  C444P10("444p10", CS444, 10, COLOCATED),
  C444P12("444p12", CS444, 12, COLOCATED);

  final String value;
  final ChromaSampling sampling;
  final int bitDepth;
  final ChromaPosition position;

  ColorSpaceTag(String value, ChromaSampling sampling, int bitDepth, ChromaPosition position) {
    this.value = value;
    this.sampling = sampling;
    this.bitDepth = bitDepth;
    this.position = position;
  }

  static Optional<ColorSpaceTag> find(String value) {
    return Arrays.stream(values()).filter(tag -> tag.value.equals(value)).findFirst();
  }

  /// The tag of a format; where y4m has only one for its sampling and depth, that one.
  static ColorSpaceTag of(VideoFormat format) {
    var tags =
        Arrays.stream(values())
            .filter(tag -> tag.sampling == format.layout().sampling())
            .filter(tag -> tag.bitDepth == format.layout().bitDepth())
            .toList();
    return tags.stream()
        .filter(tag -> tag.position == format.chromaPosition())
        .findFirst()
        .orElse(tags.getFirst());
  }

  /// All values, for error messages.
  static String list() {
    return Arrays.stream(values()).map(tag -> "C" + tag.value).collect(Collectors.joining(", "));
  }
}
