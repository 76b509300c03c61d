package org.rav1ebygop.plugin.aomenc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.MatrixCoefficients;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.child.encoder.ArgumentList;
import org.rav1ebygop.child.encoder.ChildBackend;
import org.rav1ebygop.child.encoder.ChildCommand;
import org.rav1ebygop.child.encoder.TileGrid;

/// How to call aomenc for each GOP of a job.
///
/// @param program whom to call
/// @param format of the frames
/// @param arguments that decide the output
record AomencCommand(Aomenc program, VideoFormat format, ArgumentList arguments) {
  /// Frames after which it has taken what it takes: its look-ahead is 35 frames or up to 48.
  private static final int LOOKAHEAD = 48;

  /// Largest `--cpu-used` with good quality.
  private static final int FASTEST = 6;

  private static final int OUR_FASTEST = 10;
  private static final int MAX_LOG2_TILES = 6;
  private static final int MAX_CQ_LEVEL = 63;
  private static final int MIN_DIMENSION = 16;

  /// Measured with 3.6.0; docs/encoder-memory.md has the figures.
  private static final long BASE_BYTES = 48L << 20;

  private static final long FRAMES = 150;

  /// Checks format and settings.
  ///
  /// @throws GopException of kind INPUT for a format, of kind USAGE for a setting that aomenc
  ///   cannot work with
  static AomencCommand of(Aomenc program, VideoFormat format, EncoderSettings settings) {
    requireFormat(format);
    var arguments =
        new ArgumentList(program.toString(), program.flags(), ArgumentList.Style.EQUALS_SIGN);
    arguments.add("ivf");
    arguments.add("passes", 1);
    arguments.add("cpu-used", cpuUsed(settings));
    addKeyFrames(arguments);
    addQuantizer(settings, arguments);
    addTiles(settings.tiles(), arguments);
    AomencColor.add(format, arguments);
    AomencOptions.add(settings.options(), arguments);
    return new AomencCommand(program, format, arguments);
  }

  private static void requireFormat(VideoFormat format) {
    int smaller = Math.min(format.layout().width(), format.layout().height());
    String reason = null;
    if (smaller < MIN_DIMENSION) {
      reason =
          String.format(
              Locale.ROOT, "pictures of %d samples or more each way are needed", MIN_DIMENSION);
    } else if (format.color().matrix() == MatrixCoefficients.IDENTITY
        && format.layout().sampling() != ChromaSampling.CS444) {
      reason = "the identity matrix (RGB) needs 4:4:4";
    }
    if (reason != null) {
      throw GopException.input("%s cannot be encoded: %s".formatted(format.layout(), reason));
    }
  }

  /// Six steps for our ten, or what the user says.
  private static int cpuUsed(EncoderSettings settings) {
    int ours = (settings.speed() * FASTEST + OUR_FASTEST / 2) / OUR_FASTEST;
    var own = AomencOptions.CPU_USED;
    return settings.options().getInt(own.name(), ours, own.min(), own.max());
  }

  /// The first frame and no other is a key frame, also of a GOP with one frame.
  private static void addKeyFrames(ArgumentList arguments) {
    arguments.add("disable-kf");
    arguments.add("kf-max-dist", Integer.MAX_VALUE);
    arguments.add("force-video-mode", 1);
  }

  private static void addQuantizer(EncoderSettings settings, ArgumentList arguments) {
    Integer maxBitrate = settings.maxBitrate();
    if (settings.quantizer() == 0) {
      if (maxBitrate != null) {
        throw GopException.usage("--quantizer 0 is lossless and has no --max-bitrate");
      }
      arguments.add("lossless", 1);
      return;
    }
    // The 63 steps of aomenc are about 4 of AV1's 255 each.
    long level = Math.clamp(Math.round(settings.quantizer() / 4.0), 1, MAX_CQ_LEVEL);
    arguments.add("end-usage", maxBitrate == null ? "q" : "cq");
    arguments.add("cq-level", level);
    if (maxBitrate != null) {
      arguments.add("target-bitrate", maxBitrate);
    }
  }

  private static void addTiles(int tiles, ArgumentList arguments) {
    TileGrid grid = TileGrid.of(tiles);
    if (grid.log2Columns() > MAX_LOG2_TILES || grid.log2Rows() > MAX_LOG2_TILES) {
      throw GopException.usage("aomenc makes 4096 tiles at the most, not " + tiles);
    }
    arguments.add("tile-columns", grid.log2Columns());
    arguments.add("tile-rows", grid.log2Rows());
  }

  /// As a child is called: one thread, as other GOPs use the other CPUs.
  ChildCommand child() {
    List<String> line = new ArrayList<>(List.of(program.path().toString(), "-", "-o", "-"));
    line.addAll(List.of("--quiet", "--disable-warning-prompt", "--threads=1", "--row-mt=0"));
    line.addAll(arguments.texts());
    return new ChildCommand(AomencProvider.ID, line, Map.of(), format, LOOKAHEAD, Aomenc.QUOTE);
  }

  /// Backend, version, and a digest over header and arguments.
  EncoderIdentity identity() {
    return new EncoderIdentity(
        AomencProvider.ID, program.version(), child().fingerprint(arguments.meanings()));
  }

  /// The backend that calls it.
  ChildBackend backend() {
    long estimate = BASE_BYTES + FRAMES * format.layout().frameBytes();
    return new ChildBackend(child(), identity(), estimate);
  }
}
