package org.rav1ebygop.plugin.svt.av1;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.child.encoder.ArgumentList;
import org.rav1ebygop.child.encoder.ChildBackend;
import org.rav1ebygop.child.encoder.ChildCommand;
import org.rav1ebygop.child.encoder.TileGrid;

/// How to call SVT-AV1 for each GOP of a job.
///
/// @param program whom to call
/// @param format of the frames
/// @param preset of SVT-AV1
/// @param arguments that decide the output, but for the preset
record SvtAv1Command(SvtAv1 program, VideoFormat format, int preset, ArgumentList arguments) {
  private static final int FASTEST = 10;
  private static final int MAX_BITRATE = 100_000;
  private static final int MAX_LOG2_COLUMNS = 4;
  private static final int MIN_DIMENSION = 64;

  /// What it reads before the first packet, at the most: 120 frames of look-ahead and a mini-GOP.
  private static final int LOOKAHEAD = 64;

  /// Measured with 1.4.1 on 80 frames at presets 4 and 10; docs/encoder-memory.md has the figures.
  private static final long BASE_BYTES = 80L << 20;

  private static final long FRAMES = 250;

  /// Checks format and settings.
  ///
  /// @throws GopException of kind INPUT for a format, of kind USAGE for a setting that SVT-AV1
  ///   cannot work with
  static SvtAv1Command of(SvtAv1 program, VideoFormat format, EncoderSettings settings) {
    requireFormat(format.layout());
    int preset =
        settings.options().get(SvtAv1Options.PRESET.name()) == null
            ? settings.speed()
            : settings
                .options()
                .getInt(
                    SvtAv1Options.PRESET.name(),
                    0,
                    SvtAv1Options.PRESET.min(),
                    SvtAv1Options.PRESET.max());
    var arguments = new ArgumentList(program.toString(), program.flags(), ArgumentList.Style.WORDS);
    arguments.add("keyint", -1);
    arguments.add("scd", 0);
    addQuantizer(settings, arguments);
    addTiles(settings.tiles(), arguments);
    SvtAv1Color.add(format, arguments);
    SvtAv1Options.NUMBERS.forEach(option -> option.add(settings.options(), arguments));
    return new SvtAv1Command(program, format, preset, arguments);
  }

  private static void requireFormat(FrameLayout layout) {
    String reason = null;
    if (layout.sampling() != ChromaSampling.CS420 || layout.bitDepth() > 10) {
      reason = "only 4:2:0 in 8 and 10 bits";
    } else if (layout.width() % 2 != 0 || layout.height() % 2 != 0) {
      reason = "only even widths and heights: crop or pad it";
    } else if (Math.min(layout.width(), layout.height()) < MIN_DIMENSION) {
      reason = String.format(Locale.ROOT, "pictures of %d samples or more each way", MIN_DIMENSION);
    }
    if (reason != null) {
      throw GopException.input("%s cannot be encoded: SVT-AV1 takes %s".formatted(layout, reason));
    }
  }

  private static void addQuantizer(EncoderSettings settings, ArgumentList arguments) {
    if (settings.quantizer() == 0) {
      throw GopException.usage("SVT-AV1 has no lossless mode here: --quantizer is 1 to 255");
    }
    // The 63 steps of SVT-AV1 are about 4 of AV1's 255 each.
    arguments.add("crf", Math.clamp(Math.round(settings.quantizer() / 4.0), 1, 63));
    Integer maxBitrate = settings.maxBitrate();
    if (maxBitrate != null) {
      if (maxBitrate > MAX_BITRATE) {
        throw GopException.usage(
            String.format(
                Locale.ROOT,
                "SVT-AV1 keeps below %d kbit/s at the most, not %d: leave --max-bitrate out",
                MAX_BITRATE,
                maxBitrate));
      }
      arguments.add("mbr", maxBitrate);
    }
  }

  private static void addTiles(int tiles, ArgumentList arguments) {
    TileGrid grid = TileGrid.of(tiles);
    if (grid.log2Columns() > MAX_LOG2_COLUMNS) {
      throw GopException.usage("SVT-AV1 makes 256 tiles at the most, not " + tiles);
    }
    arguments.add("tile-columns", grid.log2Columns());
    arguments.add("tile-rows", grid.log2Rows());
  }

  /// As a child is called.
  ChildCommand child() {
    return child(preset);
  }

  /// The same as fast as can be: its settings are refused, or not, in the same way.
  ChildCommand trial() {
    return child(Math.max(preset, FASTEST));
  }

  /// Left to itself each process would pin its threads to the first CPU. The bytes are the same for
  /// any number of threads, of which one is enough: other GOPs use the other CPUs.
  private ChildCommand child(int chosen) {
    List<String> line = new ArrayList<>();
    line.addAll(List.of(program.path().toString(), "-i", "stdin", "-b", "stdout"));
    line.addAll(List.of("--progress", "0", "--lp", "1", "--pin", "0", "--preset", "" + chosen));
    line.addAll(arguments.texts());
    return new ChildCommand(SvtAv1Provider.ID, line, Map.of(), format, LOOKAHEAD, SvtAv1.QUOTE);
  }

  /// Backend, version, and a digest over header and arguments.
  EncoderIdentity identity() {
    List<String> meanings = new ArrayList<>(arguments.meanings());
    meanings.add("preset " + preset);
    return new EncoderIdentity(SvtAv1Provider.ID, program.version(), child().fingerprint(meanings));
  }

  /// The backend that calls it.
  ChildBackend backend() {
    long estimate = BASE_BYTES + FRAMES * format.layout().frameBytes();
    return new ChildBackend(child(), identity(), estimate);
  }
}
