package org.rav1ebygop.encoder.rav1e;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.child.encoder.ArgumentList;
import org.rav1ebygop.child.encoder.ChildBackend;
import org.rav1ebygop.child.encoder.ChildCommand;

/// How to call rav1e for each GOP of a job.
///
/// @param rav1e whom to call
/// @param format of the frames
/// @param arguments that decide the output
/// @param threads of the process, which do not: the same bytes come out for any number
/// @param lookahead in frames
record EncodeCommand(
    Rav1e rav1e, VideoFormat format, ArgumentList arguments, int threads, int lookahead) {
  private static final int LOSSLESS = 0;

  /// RAV1E_LOG may silence the reason of a failure.
  private static final Map<String, String> ENVIRONMENT =
      Map.of("RAV1E_LOG", "", "RUST_BACKTRACE", "0");

  /// Checks format and settings.
  ///
  /// @throws GopException of kind INPUT for a format, of kind USAGE for a setting that this rav1e
  ///   cannot work with
  static EncodeCommand of(Rav1e rav1e, VideoFormat format, EncoderSettings settings) {
    FormatCheck.require(format);
    var options = new Rav1eOptions(settings);
    var arguments = new ArgumentList(rav1e.toString(), rav1e.flags(), ArgumentList.Style.WORDS);
    arguments.add("no-scene-detection");
    arguments.add("keyint", 0);
    arguments.add("speed", settings.speed());
    addQuantizer(arguments, settings);
    options.add(arguments);
    ColorArguments.add(format.color(), arguments);
    // More threads than processors would only take memory.
    int threads = Math.min(options.tiles(), Runtime.getRuntime().availableProcessors());
    return new EncodeCommand(rav1e, format, arguments, threads, options.lookahead());
  }

  private static void addQuantizer(ArgumentList arguments, EncoderSettings settings) {
    Integer maxBitrate = settings.maxBitrate();
    if (maxBitrate != null) {
      arguments.add("bitrate", maxBitrate);
      arguments.add("min-quantizer", settings.quantizer());
    } else if (settings.quantizer() == LOSSLESS) {
      throw GopException.usage("rav1e has no lossless mode: --quantizer is 1 to 255");
    } else {
      arguments.add("quantizer", settings.quantizer());
    }
  }

  /// As a child is called. Without `--quiet`: only then does rav1e flush after each packet.
  ChildCommand child() {
    List<String> line = new ArrayList<>(List.of(rav1e.path().toString(), "-", "-o", "-"));
    line.addAll(arguments.texts());
    line.addAll(List.of("--threads", Integer.toString(threads)));
    return new ChildCommand(
        Rav1eBackendProvider.ID, line, ENVIRONMENT, format, lookahead, Rav1e.QUOTE);
  }

  /// Backend, version, and a digest over header and arguments.
  EncoderIdentity identity() {
    return new EncoderIdentity(
        Rav1eBackendProvider.ID, rav1e.version(), child().fingerprint(arguments.meanings()));
  }

  /// The backend that calls it.
  ChildBackend backend() {
    return new ChildBackend(child(), identity(), MemoryEstimate.bytes(format.layout(), lookahead));
  }
}
