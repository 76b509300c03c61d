package org.rav1ebygop.splitter.list;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.rav1ebygop.api.GopException;

/// The frames that start GOPs.
///
/// @param name where it comes from, for messages
/// @param frames indices in the source, going up, the first one 0
/// @param frameCount frames of the film it is for, or -1 when it does not say
record KeyframeList(String name, List<Integer> frames, int frameCount) {
  /// Refuses a film that this is not the list of.
  ///
  /// @param count frames of the film, 1 or more
  /// @throws GopException of kind INPUT
  void requireFits(long count) {
    if (frames.getLast() >= count) {
      throw GopException.input(
          String.format(
              Locale.ROOT,
              "%s: keyframe %d is past the end of the film, which has %d frames; it is the list of another film, or the film is cut short",
              name,
              frames.getLast(),
              count));
    }
    if (frameCount >= 0 && frameCount != count) {
      throw GopException.input(
          String.format(
              Locale.ROOT,
              "%s: it is the list of a film of %d frames, but this one has %d; name the list of this film",
              name,
              frameCount,
              count));
    }
  }

  /// The list for the first frames of its film.
  ///
  /// @param limit 1 or more
  KeyframeList upTo(long limit) {
    List<Integer> used = frames.stream().takeWhile(frame -> frame < limit).toList();
    return new KeyframeList(name, used, frameCount > limit ? -1 : frameCount);
  }

  /// The frames, comma-separated.
  String text() {
    return frames.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
