package org.rav1ebygop.splitter.list;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.rav1ebygop.api.GopException;

/// Takes the numbers of a list in the order they are read, and refuses those that make none.
final class ListBuilder {
  /// More GOPs than anybody wants to join; bounds what a list may take of the memory.
  static final int MAX_KEYFRAMES = 1_000_000;

  private static final int QUOTED = 24;

  private final String name;
  private final List<Integer> frames = new ArrayList<>();
  private int frameCount = -1;

  /// @param name of the list, for messages
  ListBuilder(String name) {
    this.name = name;
  }

  /// The next keyframe.
  ///
  /// @param text as it stands in the list
  /// @param place where it stands
  void keyframe(String text, String place) {
    int frame = number(text, place);
    if (!frames.isEmpty() && frame == frames.getLast()) {
      throw problem(
          place, String.format(Locale.ROOT, "frame %d is there twice; delete one", frame));
    }
    if (!frames.isEmpty() && frame < frames.getLast()) {
      throw problem(
          place,
          String.format(
              Locale.ROOT,
              "frame %d comes after frame %d; sort the list",
              frame,
              frames.getLast()));
    }
    if (frames.size() == MAX_KEYFRAMES) {
      throw problem(
          place, String.format(Locale.ROOT, "there are more than %d keyframes", MAX_KEYFRAMES));
    }
    frames.add(frame);
  }

  /// The keyframes so far do not count.
  void clear() {
    frames.clear();
  }

  /// How many frames the film has.
  void frameCount(String text, String place) {
    frameCount = number(text, place);
    if (frameCount == 0) {
      throw problem(place, "a film of 0 frames has no keyframes");
    }
  }

  /// A whole number from 0 to 2³¹−1.
  int number(String text, String place) {
    if (text.matches("-\\d+")) {
      throw problem(place, "%s is no frame; they count from 0".formatted(quote(text)));
    }
    if (!text.matches("\\d+")) {
      throw problem(place, "'%s' is no frame number".formatted(quote(text)));
    }
    String digits = text.replaceFirst("^0+(?=\\d)", "");
    if (digits.length() > 10 || Long.parseLong(digits) > Integer.MAX_VALUE) {
      throw problem(
          place,
          String.format(
              Locale.ROOT,
              "%s is no frame; the last possible one is %d",
              quote(digits),
              Integer.MAX_VALUE));
    }
    return Integer.parseInt(digits);
  }

  /// The whole list; frame 0 always starts a GOP.
  KeyframeList build() {
    if (frames.isEmpty()) {
      throw GopException.usage(
          "%s has no keyframes; did the program that made it fail?".formatted(name));
    }
    if (frameCount >= 0 && frames.getLast() >= frameCount) {
      throw GopException.usage(
          String.format(
              Locale.ROOT,
              "%s: keyframe %d is past the end of a film of %d frames, which it says it is for; make it anew",
              name,
              frames.getLast(),
              frameCount));
    }
    var all = new ArrayList<Integer>(frames.size() + 1);
    if (frames.getFirst() != 0) {
      all.add(0);
    }
    all.addAll(frames);
    return new KeyframeList(name, List.copyOf(all), frameCount);
  }

  /// What is wrong, and where.
  ///
  /// @param place may be empty
  GopException problem(String place, String what) {
    return GopException.usage(
        place.isEmpty()
            ? "%s: %s".formatted(name, what)
            : "%s, %s: %s".formatted(name, place, what));
  }

  /// A piece of the list as a message may show it.
  static String quote(String text) {
    String plain = text.replaceAll("\\p{Cntrl}|\\uFFFD", "?");
    return plain.length() > QUOTED ? plain.substring(0, QUOTED) + "..." : plain;
  }
}
