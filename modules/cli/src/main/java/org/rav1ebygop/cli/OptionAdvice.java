package org.rav1ebygop.cli;

import static java.util.Map.entry;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.OptionSpec;
import org.rav1ebygop.api.spi.Provider;
import org.rav1ebygop.registry.ProviderKind;
import org.rav1ebygop.registry.Registered;
import org.rav1ebygop.registry.Registry;
import org.rav1ebygop.registry.TransportArguments;

/// What to do about an option that a command does not have.
///
/// @param known all names that the command has
record OptionAdvice(Collection<String> known) {
  /// What others call what we have, with our name and what it takes.
  private static final Map<String, String> ELSEWHERE =
      Map.ofEntries(
          entry("--crf", "--quantizer, which is 0 to 255"),
          entry("--cq-level", "--quantizer, which is 0 to 255"),
          entry("--end-usage", "--quantizer, which is 0 to 255"),
          entry("--preset", "--speed, which is 0 to 10"),
          entry("--cpu-used", "--speed, which is 0 to 10"),
          entry("--codec", "--encoder"),
          entry("--vf", "--video-filter"),
          entry("--filter", "--video-filter"),
          entry("--jobs", "--local-workers"),
          entry("--slots", "--local-workers"),
          entry("--lp", "--threads"),
          entry("--force", "--overwrite"),
          entry("--yes", "--overwrite"));

  private static final String INPUT = "--input";

  /// The end of a message: what is meant, or where to look.
  ///
  /// @param name of the option, with its dashes and without a value
  String of(String name) {
    if (isFile(name)) {
      return "for the file of that name write ./" + name;
    }
    String other = name.replaceFirst("^-(?=[a-z]{2})", "--");
    if (other.equals(INPUT)) {
      return "the input needs no option: rav1e-by-gop INPUT -o OUTPUT";
    }
    String ours = ELSEWHERE.get(other);
    if (ours != null && known.contains(ours.replaceFirst(",.*", ""))) {
      return "use " + ours;
    }
    String owner = owner(other);
    if (owner != null) {
      return owner;
    }
    String nearest =
        Spelling.nearest(name, known.stream().filter(known -> known.startsWith("--")).toList());
    return nearest == null ? "see --help" : "did you mean " + nearest + "?";
  }

  /// The provider that has the option, and how it is given to that.
  private @Nullable String owner(String name) {
    if (!name.startsWith("--") || !known.contains(TransportArguments.TRANSPORT)) {
      return null;
    }
    String bare = name.substring(2);
    try {
      Registry registry = new PluginOptions().registry();
      String transport = having(registry.all(ProviderKind.TRANSPORT), bare);
      if (transport != null) {
        return "it belongs to %s %s".formatted(TransportArguments.TRANSPORT, transport);
      }
      String encoder = having(registry.all(ProviderKind.ENCODER), bare);
      return encoder == null || !known.contains("--encoder-option")
          ? null
          : "encoder %s takes it as --encoder-option %s=VALUE".formatted(encoder, bare);
    } catch (GopException _) {
      return null; // the plugins cannot be read, which is reported when one is wanted
    }
  }

  private static @Nullable String having(
      List<? extends Registered<? extends Provider>> providers, String option) {
    return providers.stream()
        .filter(registered ->
            registered.provider().options().stream().map(OptionSpec::name).anyMatch(option::equals))
        .map(Registered::id)
        .findFirst()
        .orElse(null);
  }

  private static boolean isFile(String name) {
    try {
      return Files.exists(Path.of(name));
    } catch (InvalidPathException _) {
      return false;
    }
  }
}
