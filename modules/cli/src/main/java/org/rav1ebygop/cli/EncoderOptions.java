package org.rav1ebygop.cli;

import com.github.rvesse.airline.annotations.Option;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
  @Option(name = "--tune", title = "name", description = "What to optimise for: psnr, psychovisual")
  @Nullable String tune;

  @Section("Encoder settings")
  @Option(name = "--low-latency", description = "No reordering of frames")
  boolean lowLatency;

  @Section("Encoder settings")
  @Option(
      name = "--level",
      title = "level",
      description = "The AV1 level to state, such as 5.1, auto or unconstrained")
  @Nullable String level;

  @Section("Encoder settings")
  @Option(
      name = "--photon-noise",
      title = "0-64",
      description = "Strength of film grain that the decoder adds")
  @Nullable String photonNoise;

  @Section("Encoder settings")
  @Option(
      name = "--film-grain-table",
      title = "file",
      description = "Film grain that the decoder adds, as aomenc and grav1synth write it")
  @Nullable String filmGrainTable;

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
          "With an encoder that measures, such as librav1e: PSNR and SSIM of every frame, GOP and the film, without decoding, to a CSV file; for --json too")
  @Nullable String metrics;

  /// The settings.
  ///
  /// @param own those of the backend
  EncoderSettings settings(Options own) {
    return new EncoderSettings(speed, quantizer, maxBitrate, tiles, own);
  }

  /// The further options of the backend. Whoever it is refuses those that it does not have.
  ///
  /// @throws GopException of kind USAGE when an option is for another backend
  Options own() {
    boolean library = encoder.equals(LIBRARY);
    requireFor(library);
    var given = new LinkedHashMap<String, @Nullable String>();
    given.put("tune", tune);
    given.put("low-latency", lowLatency ? "true" : null);
    given.put("level", level);
    given.put("photon-noise", photonNoise);
    given.put("film-grain-table", filmGrainTable);
    given.put("path", library ? librav1e : rav1e);
    given.put("isolate", noIsolate ? "false" : null);
    Options options = Names.options(encoderOptions);
    for (var option : given.entrySet()) {
      String value = option.getValue();
      if (value != null) {
        String other = options.get(option.getKey());
        if (other != null && !other.equals(value)) {
          throw GopException.usage(
              "two values for the option %s of the encoder: '%s', and '%s' by --encoder-option"
                  .formatted(option.getKey(), value, other));
        }
        options = options.with(option.getKey(), value);
      }
    }
    return options;
  }

  private void requireFor(boolean library) {
    if (library && rav1e != null) {
      throw GopException.usage("--rav1e names a program; the library is named with --librav1e");
    }
    if (!library && (librav1e != null || noIsolate)) {
      throw GopException.usage(
          "%s goes with --encoder %s"
              .formatted(noIsolate ? "--no-isolate" : "--librav1e", LIBRARY));
    }
  }
}
