package org.rav1ebygop.cli;

import com.github.rvesse.airline.annotations.Option;
import java.util.ArrayList;
import java.util.List;
import org.rav1ebygop.api.OptionSpec;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.MuxerProvider;

/// What else of the input goes into the output.
final class MuxerOptions {
  @Section("Input and output")
  @Option(name = "--no-audio", description = "Leave out the sound of the input")
  boolean noAudio;

  @Section("Input and output")
  @Option(name = "--no-subtitles", description = "Leave out the subtitles of the input")
  boolean noSubtitles;

  @Section("Input and output")
  @Option(name = "--no-chapters", description = "Leave out the chapters of the input")
  boolean noChapters;

  @Section("Input and output")
  @Option(
      name = "--no-attachments",
      description = "Leave out the attachments of the input, such as fonts")
  boolean noAttachments;

  @Section("Input and output")
  @Option(
      name = "--muxer-option",
      title = "name=value",
      description =
          "A further option of the muxer, may be repeated; 'rav1e-by-gop plugins --verbose' lists"
              + " them")
  List<String> muxerOptions = new ArrayList<>();

  /// The options of a muxer. One that knows only the film leaves out everything else anyway.
  ///
  /// @param limited whether the end of the input is left out
  /// @param reading options of the reader; what they say of the whole input counts here too
  Options own(MuxerProvider muxer, boolean limited, Options reading) {
    Options options = with(muxer, Names.options(muxerOptions), "cut", limited);
    for (String name : List.of("damage", "video-stream")) {
      String value = reading.get(name);
      if (value != null && options.get(name) == null && knows(muxer, name)) {
        options = options.with(name, value);
      }
    }
    options = with(muxer, options, "no-audio", noAudio);
    options = with(muxer, options, "no-subtitles", noSubtitles);
    options = with(muxer, options, "no-chapters", noChapters);
    return with(muxer, options, "no-attachments", noAttachments);
  }

  private static Options with(MuxerProvider muxer, Options options, String name, boolean set) {
    return set && knows(muxer, name) ? options.with(name, "true") : options;
  }

  private static boolean knows(MuxerProvider muxer, String name) {
    return muxer.options().stream().map(OptionSpec::name).anyMatch(name::equals);
  }
}
