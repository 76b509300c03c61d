package org.rav1ebygop.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.Input;
import org.rav1ebygop.api.spi.InputReaderProvider;
import org.rav1ebygop.api.spi.VideoSource;
import org.rav1ebygop.registry.ProviderKind;
import org.rav1ebygop.registry.Registered;
import org.rav1ebygop.registry.Registry;

/// Finds the reader that knows an input best.
final class SourceOpening {
  private static final String Y4M = "YUV4MPEG2";

  private SourceOpening() {}

  /// @param reader command that takes y4m from a pipe, for advice how to convert what is no video
  ///   we read
  /// @param wish of the user
  /// @throws GopException of kind INPUT when nobody can read it
  static VideoSource open(Registry registry, Input input, String reader, InputOptions wish) {
    String id = wish.reader;
    InputReaderProvider chosen =
        id == null ? best(registry, input) : registry.require(ProviderKind.INPUT_READER, id);
    if (chosen == null) {
      throw GopException.input(unreadable(input, reader));
    }
    try {
      return chosen.open(input, wish.own());
    } catch (GopException e) {
      throw e.kind() == GopException.Kind.INPUT && id == null && isFalseY4m(input)
          ? new GopException(
              e.kind(),
              "%s is no y4m file, which begins with %s: %s"
                  .formatted(input.name(), Y4M, e.getMessage()),
              e)
          : e;
    }
  }

  /// Whether only the name says that it is y4m.
  private static boolean isFalseY4m(Input input) {
    MemorySegment head = input.head();
    byte[] first =
        head.asSlice(0, Math.min(Y4M.length(), head.byteSize())).toArray(ValueLayout.JAVA_BYTE);
    return input.name().toLowerCase(Locale.ROOT).endsWith(".y4m")
        && !new String(first, US_ASCII).equals(Y4M);
  }

  private static @Nullable InputReaderProvider best(Registry registry, Input input) {
    InputReaderProvider best = null;
    var match = InputReaderProvider.Match.NO;
    for (Registered<InputReaderProvider> known : registry.all(ProviderKind.INPUT_READER)) {
      InputReaderProvider.Match found = match(known, input);
      if (found.compareTo(match) > 0) {
        best = known.provider();
        match = found;
      }
    }
    return best;
  }

  private static InputReaderProvider.Match match(
      Registered<InputReaderProvider> reader, Input input) {
    try {
      return reader.provider().match(input);
    } catch (GopException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      throw GopException.bug(
          "the input reader '%s' (%s) fails to look at %s: %s"
              .formatted(reader.id(), reader.origin(), input.name(), e),
          e);
    }
  }

  private static String unreadable(Input input, String reader) {
    boolean pipe = input.file() == null;
    String name = input.name().equals("-") ? "standard input" : input.name();
    if (input.head().byteSize() == 0) {
      return name + " is empty" + (pipe ? "; did the program before it fail?" : "");
    }
    return "%s is not y4m; convert it: ffmpeg -i %s -strict -1 -f yuv4mpegpipe - | %s"
        .formatted(name, pipe ? "FILM" : Text.shell(input.name()), reader);
  }
}
