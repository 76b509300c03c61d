package org.rav1ebygop.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which coding tools an encoder has used: for each kind of choice that it had, how often it chose
/// what.
///
/// @param choices each name at most once, in the order in which they are shown
public record ToolUse(List<Choice> choices) {
  /// Copies the list.
  public ToolUse {
    choices = List.copyOf(choices);
  }

  /// One kind of choice.
  ///
  /// @param name such as `block sizes of key frames`
  /// @param frames of that kind, 1 or more
  /// @param shares in per cent, 0 to 100, by name; they need not come to 100
  public record Choice(String name, long frames, Map<String, Double> shares) {
    /// Copies the map, and keeps its order.
    public Choice {
      shares = Collections.unmodifiableMap(new LinkedHashMap<>(shares));
    }
  }

  /// That of several GOPs together: the mean of each share, where a GOP counts by its frames of the
  /// kind.
  public static ToolUse mean(Collection<ToolUse> parts) {
    var choices = new LinkedHashMap<String, Choice>();
    for (ToolUse part : parts) {
      for (Choice choice : part.choices) {
        choices.merge(choice.name, choice, ToolUse::mean);
      }
    }
    return new ToolUse(new ArrayList<>(choices.values()));
  }

  private static Choice mean(Choice one, Choice other) {
    long frames = one.frames + other.frames;
    var shares = new LinkedHashMap<String, Double>();
    one.shares.forEach((name, share) -> shares.put(name, share * one.frames / frames));
    other.shares.forEach(
        (name, share) -> shares.merge(name, share * other.frames / frames, Double::sum));
    return new Choice(one.name, frames, shares);
  }
}
