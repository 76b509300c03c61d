package org.rav1ebygop.engine.splitting;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.rav1ebygop.api.Availability;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.OptionSpec;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.SplitterSettings;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.KeyframeSplitter;
import org.rav1ebygop.api.spi.KeyframeSplitterProvider;
import org.rav1ebygop.api.spi.StretchSplitter;

/// Any splitter with one option more: frames that start a GOP in any case.
///
/// The splitter itself is opened without bounds on the length of GOPs, so that it tells every frame
/// it would start one at; `minKeyint` and `keyint` are then kept here, where forced keyframes are
/// known ahead. [ForcedSplitter] has the rules.
public final class ForcedKeyframes implements KeyframeSplitterProvider {
  /// Frame numbers, comma-separated.
  public static final String OPTION = "force-keyframes";

  private final KeyframeSplitterProvider splitter;

  /// @param splitter to add forced keyframes to
  public ForcedKeyframes(KeyframeSplitterProvider splitter) {
    this.splitter = splitter;
  }

  /// The value of the option.
  public static String text(SortedSet<Long> frames) {
    return frames.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  @Override
  public String id() {
    return splitter.id();
  }

  @Override
  public String description() {
    return splitter.description();
  }

  @Override
  public List<OptionSpec> options() {
    var option = new OptionSpec(OPTION, "N,N,...", "frames that start a GOP in any case");
    return Stream.concat(splitter.options().stream(), Stream.of(option)).toList();
  }

  @Override
  public Availability availability(Options options) {
    return splitter.availability(without(options));
  }

  @Override
  public SplitterSettings resolve(SplitterSettings settings, long frames, long limit) {
    String forced = settings.options().get(OPTION);
    SplitterSettings own =
        splitter.resolve(with(settings, without(settings.options())), frames, limit);
    return forced == null ? own : with(own, own.options().with(OPTION, forced));
  }

  @Override
  public KeyframeSplitter open(VideoFormat format, SplitterSettings settings) {
    Options rest = without(settings.options());
    String forced = settings.options().get(OPTION);
    if (forced == null) {
      return splitter.open(format, with(settings, rest));
    }
    List<Long> frames = frames(forced);
    var unbounded = new SplitterSettings(1, Integer.MAX_VALUE, rest);
    return switch (splitter.open(format, unbounded)) {
      case StretchSplitter stretches -> new ForcedStretches(stretches, frames, settings);
      case KeyframeSplitter any -> new ForcedSplitter(any, frames, settings);
    };
  }

  private static SplitterSettings with(SplitterSettings settings, Options options) {
    return new SplitterSettings(settings.minKeyint(), settings.keyint(), options);
  }

  private static Options without(Options options) {
    var rest = new TreeMap<>(options.values());
    rest.remove(OPTION);
    return new Options(rest);
  }

  private static List<Long> frames(String text) {
    var frames = new TreeSet<Long>();
    for (String word : text.split(",", -1)) {
      if (!word.matches("\\d{1,10}")) {
        throw GopException.usage(
            "option %s is a list of frame numbers, and '%s' is none".formatted(OPTION, word));
      }
      frames.add(Long.parseLong(word));
    }
    return new ArrayList<>(frames);
  }
}
