package org.rav1ebygop.cli;

import com.github.rvesse.airline.annotations.Option;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Options;

/// Who reads the input, and how.
final class InputOptions {
  @Section("Input and output")
  @Option(
      name = "--reader",
      title = "id",
      description = "Input reader (default: the one that knows the input best)")
  @Nullable String reader;

  @Section("Input and output")
  @Option(
      name = "--video-filter",
      title = "graph",
      description = "Filters of ffmpeg for a film that it decodes, such as crop=1920:800")
  @Nullable String videoFilter;

  @Section("Input and output")
  @Option(
      name = "--input-option",
      title = "name=value",
      description =
          "A further option of the input reader, may be repeated; 'rav1e-by-gop plugins --verbose' lists them")
  List<String> inputOptions = new ArrayList<>();

  /// The options of the reader.
  Options own() {
    Options options = Names.options(inputOptions);
    String filter = videoFilter;
    return filter == null ? options : options.with("video-filter", filter);
  }
}
