package org.rav1ebygop.registry;

import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Says in one line why a plugin cannot be used and what to do, from what the runtime throws.
final class Diagnosis {
  /// Class files of Java 1 have version 45.
  private static final int FIRST_VERSION = 44;

  private static final String AUTHOR = "its author has to repair that";

  /// What the runtime says, and what that means.
  private record Rule(Pattern pattern, String meaning) {
    Rule(String pattern, String meaning) {
      this(Pattern.compile(pattern), meaning);
    }

    @Nullable String apply(String message) {
      Matcher matcher = pattern.matcher(message);
      if (!matcher.find()) {
        return null;
      }
      String text = meaning;
      for (int i = matcher.groupCount(); i > 0; i--) {
        text = text.replace("$" + i, String.valueOf(matcher.group(i)));
      }
      return text;
    }
  }

  private static final List<Rule> RULES =
      List.of(
          new Rule(
              "Module (java|jdk)(\\.\\S+) not found",
              "it needs the module $1$2, which this Java runtime does not have; the README of the"
                  + " plugin API lists those a plugin may count on"),
          new Rule(
              "Module (\\S+) not found, required by (\\S+)",
              "it needs the module $1: put its jar beside that of $2, both into a folder"),
          new Rule(
              "Two versions of module (\\S+) found in .*\\((\\S+) and (\\S+)\\)",
              "the module $1 is in it twice, in $2 and $3: remove one"),
          new Rule("(?:Modules|Package) .*", "its modules do not fit together, $0: " + AUTHOR),
          new Rule(
              "Provider class (\\S+) not in JAR file",
              "its META-INF/services names $1, which is not in it: " + AUTHOR),
          new Rule(
              "Unable to derive module descriptor for (\\S+)",
              "$1 has no module descriptor, and its file name makes no module name: rename it"),
          new Rule("Permission denied", Unreadable.FORBIDDEN),
          new Rule("Module format not recognized", "it is neither a folder nor a .jar"),
          new Rule(
              "(?:Error reading|zip|ZIP|invalid LOC|invalid CEN)",
              "it is no jar, or a damaged one: copy it again"));

  private static final Pattern CLASS_VERSION =
      Pattern.compile("class file version (\\d+)|Unsupported major\\.minor version (\\d+)");

  private static final Pattern PROVIDER = Pattern.compile("Provider (\\S+) could not be");

  private Diagnosis() {}

  /// The reason in one line.
  static String of(Throwable e) {
    String ours = e instanceof org.rav1ebygop.api.GopException ? e.getMessage() : null;
    return oneLine(ours != null ? ours : explain(e));
  }

  /// A provider that fails, in one line.
  ///
  /// @param where what it failed in
  static String failing(String provider, String where, Throwable e) {
    String known = known(e);
    return oneLine(
        "its provider %s fails%s: %s"
            .formatted(provider, where, known == null ? text(e) + "; " + AUTHOR : known));
  }

  private static String explain(Throwable e) {
    Matcher provider = PROVIDER.matcher(text(e));
    Throwable cause = e.getCause();
    if (provider.find() && cause != null) {
      return failing(provider.group(1), "", cause);
    }
    String known = known(e);
    return known == null ? said(e) + "; " + AUTHOR : known;
  }

  private static @Nullable String known(Throwable e) {
    String nativeCode = NativeAccess.refusal(e);
    if (nativeCode != null) {
      return nativeCode;
    }
    if (causes(e).anyMatch(AccessDeniedException.class::isInstance)) {
      return Unreadable.FORBIDDEN;
    }
    List<String> messages = causes(e).map(Diagnosis::text).toList();
    for (String message : messages) {
      Matcher version = CLASS_VERSION.matcher(message);
      if (version.find()) {
        String number = version.group(1) == null ? version.group(2) : version.group(1);
        return String.format(
            Locale.ROOT,
            "it was made for Java %d, and this program runs on Java %d: get a version of it for Java %2$d",
            Integer.parseInt(number) - FIRST_VERSION,
            Runtime.version().feature());
      }
    }
    for (Rule rule : RULES) {
      for (String message : messages) {
        String meaning = rule.apply(message);
        if (meaning != null) {
          return meaning.replace("$0", message);
        }
      }
    }
    return null;
  }

  /// What the runtime says, with its reasons.
  private static String said(Throwable e) {
    Throwable cause = e.getCause();
    return cause == null ? text(e) : text(e) + " (" + text(cause) + ")";
  }

  private static Stream<Throwable> causes(Throwable e) {
    return Stream.iterate(e, cause -> cause != null, Throwable::getCause).limit(8);
  }

  private static String text(Throwable e) {
    return e.getMessage() == null || (e instanceof Error && !(e instanceof LinkageError))
        ? e.toString()
        : e.getMessage();
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s*\\R\\s*", " ");
  }
}
