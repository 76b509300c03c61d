package org.rav1ebygop.encoder.librav1e;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.rav1ebygop.api.GopException;

/// A `RaConfig`, filled. Used by one thread.
final class Configuration implements AutoCloseable {
  private final Librav1e library;
  private final MemorySegment config;

  private Configuration(Librav1e library) {
    this.library = library;
    this.config = library.pointer(Function.CONFIG_DEFAULT);
  }

  /// Makes a context.
  ///
  /// @param settings in the order they are given in
  /// @param pass told of the configuration
  /// @return a `RaContext`, never null; the caller releases it
  /// @throws GopException of kind USAGE when the library refuses the settings
  static MemorySegment context(Librav1e library, List<Setting> settings, RatePass pass) {
    try (var configuration = new Configuration(library)) {
      for (Setting setting : settings) {
        if (!configuration.set(setting)) {
          throw GopException.usage(
              "librav1e %s does not take '%s'".formatted(library.version(), setting));
        }
      }
      pass.configure(configuration.config);
      MemorySegment context = library.pointer(Function.CONTEXT_NEW, configuration.config);
      if (context.equals(MemorySegment.NULL)) {
        throw GopException.usage(
            "librav1e %s refuses %s".formatted(library.version(), suspicion(library, settings)));
      }
      return context;
    }
  }

  /// Whether a library takes a setting, with everything else left as it is.
  static boolean takes(Librav1e library, Setting setting) {
    try (var configuration = new Configuration(library)) {
      return configuration.set(setting);
    }
  }

  @Override
  public void close() {
    library.run(Function.CONFIG_UNREF, config);
  }

  /// The library does not say what it refuses, so one after another is left out.
  private static String suspicion(Librav1e library, List<Setting> settings) {
    for (Setting suspect : settings.reversed()) {
      List<Setting> others = new ArrayList<>(settings);
      others.remove(suspect);
      if (works(library, others)) {
        return "'%s'".formatted(suspect);
      }
    }
    return "the settings " + settings;
  }

  private static boolean works(Librav1e library, List<Setting> settings) {
    try (var configuration = new Configuration(library)) {
      boolean set = settings.stream().allMatch(configuration::set);
      MemorySegment context =
          set ? library.pointer(Function.CONTEXT_NEW, configuration.config) : MemorySegment.NULL;
      if (context.equals(MemorySegment.NULL)) {
        return false;
      }
      library.run(Function.CONTEXT_UNREF, context);
      return true;
    }
  }

  /// @return whether the library took it
  private boolean set(Setting setting) {
    return switch (setting.name()) {
      case Setting.PIXEL_FORMAT -> setPixelFormat(setting.numbers(4));
      case Setting.TIME_BASE -> setRational(Function.CONFIG_SET_TIME_BASE, setting);
      case Setting.SAMPLE_ASPECT_RATIO ->
          setRational(Function.CONFIG_SET_SAMPLE_ASPECT_RATIO, setting);
      case Setting.COLOR_DESCRIPTION -> setColors(setting.numbers(3));
      case Setting.CONTENT_LIGHT -> setLight(setting.numbers(2));
      case Setting.MASTERING_DISPLAY -> setDisplay(setting.numbers(10));
      default -> parse(setting);
    };
  }

  private boolean parse(Setting setting) {
    try (Arena arena = Arena.ofConfined()) {
      return ok(
          library.number(
              Function.CONFIG_PARSE,
              config,
              arena.allocateFrom(setting.name()),
              arena.allocateFrom(setting.value())));
    }
  }

  private boolean setPixelFormat(List<Integer> numbers) {
    return ok(
        library.number(
            Function.CONFIG_SET_PIXEL_FORMAT,
            config,
            numbers.getFirst().byteValue(),
            numbers.get(1),
            numbers.get(2),
            numbers.get(3)));
  }

  private boolean setRational(Function function, Setting setting) {
    List<Integer> numbers = setting.numbers(2);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ratio = arena.allocate(Function.Layouts.RATIONAL);
      ratio.setAtIndex(ValueLayout.JAVA_LONG, 0, numbers.getFirst());
      ratio.setAtIndex(ValueLayout.JAVA_LONG, 1, numbers.getLast());
      library.run(function, config, ratio);
      return true;
    }
  }

  private boolean setColors(List<Integer> codes) {
    return ok(
        library.number(
            Function.CONFIG_SET_COLOR_DESCRIPTION,
            config,
            codes.getFirst(),
            codes.get(1),
            codes.get(2)));
  }

  private boolean setLight(List<Integer> levels) {
    return ok(
        library.number(
            Function.CONFIG_SET_CONTENT_LIGHT,
            config,
            levels.getFirst().shortValue(),
            levels.getLast().shortValue()));
  }

  private boolean setDisplay(List<Integer> numbers) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment points = arena.allocate(Function.Layouts.CHROMATICITY_POINT, 4);
      for (int i = 0; i < 8; i++) {
        points.setAtIndex(ValueLayout.JAVA_SHORT, i, numbers.get(i).shortValue());
      }
      MemorySegment white = points.asSlice(3 * Function.Layouts.CHROMATICITY_POINT.byteSize());
      return ok(
          library.number(
              Function.CONFIG_SET_MASTERING_DISPLAY,
              config,
              points,
              white,
              numbers.get(8),
              numbers.get(9)));
    }
  }

  private static boolean ok(int status) {
    return status >= 0;
  }
}
