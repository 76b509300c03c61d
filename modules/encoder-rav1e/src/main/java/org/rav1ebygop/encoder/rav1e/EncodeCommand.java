package org.rav1ebygop.encoder.rav1e;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.EncoderBackend;
import org.rav1ebygop.api.spi.EncoderBackendProvider;
import org.rav1ebygop.child.encoder.ArgumentList;
import org.rav1ebygop.child.encoder.ChildBackend;
import org.rav1ebygop.child.encoder.ChildCommand;
import org.rav1ebygop.child.encoder.ForwardingBackend;
import org.rav1ebygop.rav1e.settings.FormatCheck;
import org.rav1ebygop.rav1e.settings.MemoryEstimate;
import org.rav1ebygop.rav1e.settings.Rav1eSettings;

/// How to call rav1e for each GOP of a job.
///
/// @param rav1e whom to call
/// @param format of the frames
/// @param arguments that decide the output
/// @param threads of the process, which do not: the same bytes come out for any number
/// @param lookahead in frames
/// @param verbose whether it tells at its end which coding tools it used
record EncodeCommand(
    Rav1e rav1e,
    VideoFormat format,
    ArgumentList arguments,
    int threads,
    int lookahead,
    boolean verbose) {
  /// RAV1E_LOG may silence the reason of a failure.
  private static final Map<String, String> ENVIRONMENT =
      Map.of("RAV1E_LOG", "", "RUST_BACKTRACE", "0");

  /// Checks format and settings.
  ///
  /// @throws GopException of kind INPUT for a format, of kind USAGE for a setting that this rav1e
  ///   cannot work with
  static EncodeCommand of(Rav1e rav1e, VideoFormat format, EncoderSettings settings) {
    requireFormat(format);
    Rav1eSettings rav1eSettings = Rav1eSettings.of(settings);
    var arguments = new ArgumentList(rav1e.toString(), rav1e.flags(), ArgumentList.Style.WORDS);
    arguments.add("no-scene-detection");
    arguments.add("keyint", 0);
    arguments.add("speed", settings.speed());
    Rav1eOptions.add(rav1eSettings.rate(), arguments);
    Rav1eOptions.add(rav1eSettings, arguments);
    Rav1eOptions.addGrain(settings.options(), arguments);
    ColorArguments.add(format.color(), arguments);
    return new EncodeCommand(
        rav1e,
        format,
        arguments,
        rav1eSettings.threads(),
        rav1eSettings.lookahead(),
        settings.options().isOn(EncoderBackendProvider.TOOLS, false));
  }

  private static void requireFormat(VideoFormat format) {
    FormatCheck.require(format);
    FrameLayout layout = format.layout();
    boolean oddChroma = layout.sampling() != ChromaSampling.CS444 && layout.width() % 2 == 1;
    if (oddChroma && layout.bitDepth() > 8) {
      // It takes the chroma rows for one byte shorter than they are and loses track.
      throw FormatCheck.refuse(
          layout,
          "rav1e reads %s of more than 8 bits only at even widths: crop or pad it by one column"
              .formatted(layout.sampling()));
    }
  }

  /// As a child is called. Without `--quiet`: only then does rav1e flush after each packet.
  ChildCommand child() {
    List<String> line = new ArrayList<>(List.of(rav1e.path().toString(), "-", "-o", "-"));
    line.addAll(arguments.texts());
    line.addAll(List.of("--threads", Integer.toString(threads)));
    if (verbose) {
      line.add("--verbose");
    }
    return new ChildCommand(
        Rav1eBackendProvider.ID, line, ENVIRONMENT, format, lookahead, Rav1e.QUOTE);
  }

  /// Backend, version, and a digest over header and arguments.
  EncoderIdentity identity() {
    return new EncoderIdentity(
        Rav1eBackendProvider.ID, rav1e.version(), child().fingerprint(arguments.meanings()));
  }

  /// The backend that calls it.
  EncoderBackend backend() {
    var backend =
        new ChildBackend(child(), identity(), MemoryEstimate.bytes(format.layout(), lookahead));
    return verbose ? new ForwardingBackend(backend, ReportingEncoder::new) : backend;
  }
}
