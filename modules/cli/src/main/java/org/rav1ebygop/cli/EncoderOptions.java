package org.rav1ebygop.cli;

import com.github.rvesse.airline.annotations.Option;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;

/// What the encoder is and how it is set.
final class EncoderOptions {
  private static final String LIBRARY = "librav1e";

  @Section("Encoder settings")
  @Option(
      name = {"-s", "--speed"},
      title = "0-10",
      description = "0 is slowest and best, 10 is fastest (default: 6)")
  int speed = 6;

  @Section("Encoder settings")
  @Option(
      name = {"-q", "--quantizer", "--qp"},
      title = "0-255",
      description = "Quantizer; smaller is better and larger files (default: 100)")
  int quantizer = 100;

  @Section("Encoder settings")
  @Option(
      name = {"--max-bitrate", "--vbv-maxrate"},
      title = "kbit/s",
      description = "Bitrate to stay below; the quantizer is then the lowest that is used")
  @Nullable Integer maxBitrate;

  @Section("Encoder settings")
  @Option(
      name = {"-t", "--tiles"},
      title = "n",
      description = "Tiles in a frame; each takes a thread and costs quality (default: 1)")
  int tiles = 1;

  @Section("Encoder settings")
  @Option(
      name = "--primaries",
      title = "name",
      description = "Colour primaries, such as BT709 (default: as in the input)")
  @Nullable String primaries;

  @Section("Encoder settings")
  @Option(
      name = "--transfer",
      title = "name",
      description = "Transfer characteristics, such as SMPTE2084")
  @Nullable String transfer;

  @Section("Encoder settings")
  @Option(name = "--matrix", title = "name", description = "Matrix coefficients, such as BT2020NCL")
  @Nullable String matrix;

  @Section("Encoder settings")
  @Option(
      name = "--encoder-option",
      title = "name=value",
      description =
          "A further option of the encoder, may be repeated; 'rav1e-by-gop plugins --verbose' lists them")
  List<String> encoderOptions = new ArrayList<>();

  @Section("Encoder settings")
  @Option(name = "--encoder", title = "id", description = "Encoder backend (default: rav1e)")
  String encoder = "rav1e";

  @Section("Encoder settings")
  @Option(
      name = "--rav1e",
      title = "path",
      description =
          "The rav1e to use (default: the one that came with this program, else from PATH)")
  @Nullable String rav1e;

  @Section("Encoder settings")
  @Option(
      name = "--librav1e",
      title = "path",
      description =
          "The library for --encoder librav1e (default: the one that came with this program, else the system's)")
  @Nullable String librav1e;

  @Section("Encoder settings")
  @Option(
      name = "--no-isolate",
      description =
          "With --encoder librav1e: encode in this process; a crash of the library then ends it (default: a process for each GOP)")
  boolean noIsolate;

  @Section("Encoder settings")
  @Option(
      name = "--metrics",
      title = "file",
      description =
          "With --encoder librav1e: PSNR and SSIM of every frame, GOP and the film, without decoding, to a CSV file; for --json too")
  @Nullable String metrics;

  /// The settings.
  ///
  /// @param own those of the backend
  EncoderSettings settings(Options own) {
    return new EncoderSettings(speed, quantizer, maxBitrate, tiles, own);
  }

  /// The further options of the backend.
  ///
  /// @throws GopException of kind USAGE when an option is for another backend
  Options own() {
    Options options = Names.options(encoderOptions);
    boolean library = encoder.equals(LIBRARY);
    if (library && rav1e != null) {
      throw GopException.usage("--rav1e names a program; the library is named with --librav1e");
    }
    if (!library && metrics != null) {
      throw GopException.usage(
          "--metrics: encoder %s does not hand its pictures back, --encoder %s does; 'rav1e-by-gop verify FILM --against INPUT' measures any film"
              .formatted(encoder, LIBRARY));
    }
    if (!library && (librav1e != null || noIsolate)) {
      throw GopException.usage(
          "%s goes with --encoder %s"
              .formatted(noIsolate ? "--no-isolate" : "--librav1e", LIBRARY));
    }
    String path = library ? librav1e : rav1e;
    options = path == null ? options : options.with("path", path);
    if (metrics != null) {
      options = options.with("measure", "true");
    }
    return noIsolate ? options.with("isolate", "false") : options;
  }
}
