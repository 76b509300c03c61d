package org.rav1ebygop.y4m;

import java.util.HashSet;
import java.util.Set;
import org.rav1ebygop.api.ColorDescription;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.PixelRange;
import org.rav1ebygop.api.Rational;
import org.rav1ebygop.api.VideoFormat;

/// One pass over one stream header line.
final class HeaderParser {
  private static final String COLOR_RANGE = "XCOLORRANGE=";
  private static final String ZERO_RATIO = "0:0";

  private final String line;
  private final Set<String> seen = new HashSet<>();
  private int width;
  private int height;
  private Rational frameRate = new Rational(25, 1);
  private Rational aspectRatio = Rational.ONE;
  private ColorSpaceTag colorSpace = ColorSpaceTag.C420;
  private PixelRange range = PixelRange.UNSPECIFIED;

  HeaderParser(String line) {
    this.line = line;
  }

  VideoFormat parse() throws Y4mException {
    requireMagic();
    int start = Y4mHeader.MAGIC.length();
    while (start < line.length()) {
      int end = line.indexOf(' ', start + 1);
      end = end < 0 ? line.length() : end;
      if (end > start + 1) {
        apply(new Tag(start + 1, line.substring(start + 1, end)));
      }
      start = end;
    }
    if (width == 0 || height == 0) {
      throw new Y4mException(
          line.length(), "the header has no " + (width == 0 ? "W" : "H") + " tag");
    }
    return format();
  }

  private VideoFormat format() {
    return new VideoFormat(
        new FrameLayout(width, height, colorSpace.sampling, colorSpace.bitDepth),
        frameRate,
        aspectRatio,
        colorSpace.position,
        ColorDescription.ofRange(range));
  }

  private void requireMagic() throws Y4mException {
    String magic = Y4mHeader.MAGIC;
    if (!line.startsWith(magic)) {
      throw new Y4mException(0, "no y4m: it does not start with " + magic);
    }
    if (line.length() > magic.length() && line.charAt(magic.length()) != ' ') {
      throw new Y4mException(magic.length(), "no y4m: there is no space after " + magic);
    }
    if (line.length() > Y4mHeader.MAX_LINE_BYTES) {
      throw new Y4mException(
          Y4mHeader.MAX_LINE_BYTES,
          "the header line is longer than " + Y4mHeader.MAX_LINE_BYTES + " bytes");
    }
  }

  private void apply(Tag tag) throws Y4mException {
    switch (tag.name()) {
      case 'W' -> width = once(tag, "W").dimension();
      case 'H' -> height = once(tag, "H").dimension();
      case 'F' -> frameRate = once(tag, "F").ratio();
      case 'A' -> aspectRatio = aspectRatio(once(tag, "A"));
      case 'I' -> requireProgressive(once(tag, "I"));
      case 'C' -> colorSpace = colorSpace(once(tag, "C"));
      case 'X' -> applyExtension(tag);
      default -> throw tag.fault("is not a tag of y4m");
    }
  }

  private Tag once(Tag tag, String name) throws Y4mException {
    if (!seen.add(name)) {
      throw tag.fault("is the second %s in the header".formatted(name));
    }
    return tag;
  }

  private void applyExtension(Tag tag) throws Y4mException {
    if (!tag.text().startsWith(COLOR_RANGE)) {
      return;
    }
    once(tag, COLOR_RANGE);
    range =
        switch (tag.text().substring(COLOR_RANGE.length())) {
          case "LIMITED" -> PixelRange.LIMITED;
          case "FULL" -> PixelRange.FULL;
          default -> throw tag.fault("is neither LIMITED nor FULL");
        };
  }

  private static Rational aspectRatio(Tag tag) throws Y4mException {
    return tag.value().equals(ZERO_RATIO) ? Rational.ONE : tag.ratio();
  }

  private static void requireProgressive(Tag tag) throws Y4mException {
    switch (tag.value()) {
      case "p", "?" -> {}
      case "t", "b", "m" -> throw tag.fault("says interlaced; deinterlace the video first");
      default -> throw tag.fault("is no interlacing mode; there are p, t, b, m and ?");
    }
  }

  private static ColorSpaceTag colorSpace(Tag tag) throws Y4mException {
    return ColorSpaceTag.find(tag.value())
        .orElseThrow(
            () -> tag.fault("is not among the pixel formats read here: " + ColorSpaceTag.list()));
  }
}
