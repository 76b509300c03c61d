package org.rav1ebygop.cli;

import com.github.rvesse.airline.annotations.Option;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.Options;

/// What the encoder is and how it is set.
final class EncoderOptions {
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

  /// The settings.
  ///
  /// @param own those of the backend
  EncoderSettings settings(Options own) {
    return new EncoderSettings(speed, quantizer, maxBitrate, tiles, own);
  }

  /// The further options of the backend.
  Options own() {
    Options options = Names.options(encoderOptions);
    String path = rav1e;
    return path == null ? options : options.with("path", path);
  }
}
