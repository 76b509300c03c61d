package org.rav1ebygop.cli;

import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.Input;
import org.rav1ebygop.api.spi.InputReaderProvider;
import org.rav1ebygop.api.spi.VideoSource;
import org.rav1ebygop.registry.ProviderKind;
import org.rav1ebygop.registry.Registered;
import org.rav1ebygop.registry.Registry;

/// Finds the reader that knows an input best.
final class SourceOpening {
  private SourceOpening() {}

  /// @param output for advice how to convert what is no video we read
  /// @throws GopException of kind INPUT when nobody can read it
  static VideoSource open(Registry registry, Input input, String output) {
    InputReaderProvider best = null;
    var match = InputReaderProvider.Match.NO;
    for (Registered<InputReaderProvider> reader : registry.all(ProviderKind.INPUT_READER)) {
      InputReaderProvider.Match found = reader.provider().match(input);
      if (found.compareTo(match) > 0) {
        best = reader.provider();
        match = found;
      }
    }
    if (best == null) {
      throw GopException.input(unreadable(input, output));
    }
    return best.open(input, Options.NONE);
  }

  private static String unreadable(Input input, String output) {
    boolean pipe = input.file() == null;
    String name = input.name().equals("-") ? "standard input" : input.name();
    if (input.head().byteSize() == 0) {
      return name + " is empty" + (pipe ? "; did the program before it fail?" : "");
    }
    return "%s is not y4m; convert it: ffmpeg -i %s -strict -1 -f yuv4mpegpipe - | rav1e-by-gop - -o %s"
        .formatted(name, pipe ? "FILM" : Text.shell(input.name()), Text.shell(output));
  }
}
