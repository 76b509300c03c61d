package org.rav1ebygop.cli;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.Rational;
import org.rav1ebygop.api.SplitterSettings;
import org.rav1ebygop.api.spi.KeyframeSplitterProvider;
import org.rav1ebygop.api.spi.SeekableSource;
import org.rav1ebygop.api.spi.VideoSource;
import org.rav1ebygop.engine.JobSetup;
import org.rav1ebygop.engine.splitting.ForcedKeyframes;
import org.rav1ebygop.registry.ProviderKind;
import org.rav1ebygop.registry.Registry;

/// The splitter that the options name, before its film is known.
///
/// @param splitter makes it
/// @param settings as given
/// @param forced keyframes on top of its own
record KeyframeChoice(
    KeyframeSplitterProvider splitter, SplitterSettings settings, List<ForcedMoment> forced) {
  private static final String SPEED = "speed";

  /// Reads the options.
  ///
  /// @param fastest whether the encoder is as fast as it can be
  /// @throws GopException of kind USAGE when they make no sense
  static KeyframeChoice of(KeyframeOptions options, Registry registry, boolean fastest) {
    String list = options.list;
    String id = options.splitter;
    Options own = Names.options(options.splitterOptions);
    if (list != null) {
      if (id != null && !id.equals("list")) {
        throw GopException.usage("--keyframes is for --splitter list, not " + id);
      }
      id = "list";
      own = own.with("file", list);
    } else if (id == null) {
      id = KeyframeOptions.SPLITTER;
    }
    if (id.equals(KeyframeOptions.SPLITTER)) {
      own = withSpeed(own, options, fastest);
    } else if (options.scenecutSpeed != null) {
      throw GopException.usage("--scenecut-speed is for --splitter scenecut, not " + id);
    }
    boolean listed = id.equals("list");
    var settings =
        new SplitterSettings(
            or(options.minKeyint, listed ? 1 : KeyframeOptions.MIN_KEYINT),
            or(options.keyint, listed ? Integer.MAX_VALUE : KeyframeOptions.KEYINT),
            own);
    KeyframeSplitterProvider splitter = registry.require(ProviderKind.SPLITTER, id);
    own.requireKnown("splitter " + id, splitter.options());
    return new KeyframeChoice(splitter, settings, ForcedMoment.list(options.forced));
  }

  private static Options withSpeed(Options own, KeyframeOptions options, boolean fastest) {
    if (own.get(SPEED) == null) {
      return own.with(SPEED, options.scenecutSpeed(fastest));
    }
    if (options.scenecutSpeed != null) {
      throw GopException.usage("--scenecut-speed and --splitter-option speed=... mean the same");
    }
    return own;
  }

  /// Makes it fit to a film.
  ///
  /// @param limit most frames that will be used
  /// @param threads to find keyframes with at the most
  /// @throws GopException when it does not
  JobSetup.Splitting resolve(VideoSource source, long limit, int threads) {
    long frames = source instanceof SeekableSource file ? file.frameCount() : -1;
    if (forced.isEmpty()) {
      return new JobSetup.Splitting(splitter, splitter.resolve(settings, frames, limit), threads);
    }
    var keyframes = new TreeSet<>(forcedFrames(source.format().frameRate()));
    var provider = new ForcedKeyframes(splitter);
    Options options =
        settings.options().with(ForcedKeyframes.OPTION, ForcedKeyframes.text(keyframes));
    var all = new SplitterSettings(settings.minKeyint(), settings.keyint(), options);
    return new JobSetup.Splitting(provider, provider.resolve(all, frames, limit), threads);
  }

  /// The forced keyframes, going up.
  List<Long> forcedFrames(Rational frameRate) {
    return forced.stream().map(moment -> moment.frame(frameRate)).sorted().distinct().toList();
  }

  /// What to warn of: forced keyframes past the end; null when there are none.
  ///
  /// @param frames of the whole film
  @Nullable String beyond(Rational frameRate, long frames) {
    List<ForcedMoment> beyond =
        forced.stream().filter(moment -> moment.frame(frameRate) >= frames).toList();
    if (beyond.isEmpty()) {
      return null;
    }
    ForcedMoment first = beyond.getFirst();
    return "--force-keyframes: %s%s is past the end of the film, which has %s%s"
        .formatted(
            first.text(),
            first.isTime() ? String.format(Locale.ROOT, " (frame %d)", first.frame(frameRate)) : "",
            Text.count(frames, "frame"),
            beyond.size() > 1
                ? String.format(Locale.ROOT, "; so are %d more", beyond.size() - 1)
                : "");
  }

  private static int or(@Nullable Integer value, int absent) {
    return value == null ? absent : value;
  }
}
