package org.rav1ebygop.registry;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Recognises that a plugin called native code without being allowed to.
public final class NativeAccess {
  private static final Pattern REFUSAL =
      Pattern.compile("Illegal native access from module (\\S+)");

  private NativeAccess() {}

  /// What happened and what to do, in one line, or null when it was something else.
  public static @Nullable String refusal(Throwable thrown) {
    return Stream.iterate(thrown, e -> e != null, Throwable::getCause)
        .limit(8)
        .filter(IllegalCallerException.class::isInstance)
        .map(e -> REFUSAL.matcher(String.valueOf(e.getMessage())))
        .filter(Matcher::find)
        .findFirst()
        .map(found ->
            "its module %s calls native code: if you trust it, allow that with --allow-native and the name of its file or folder"
                .formatted(found.group(1)))
        .orElse(null);
  }
}
