package org.rav1ebygop.worker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Availability;
import org.rav1ebygop.api.ChromaPosition;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.ColorDescription;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.Rational;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.EncoderBackend;
import org.rav1ebygop.api.spi.EncoderBackendProvider;
import org.rav1ebygop.api.spi.TransportProvider;
import org.rav1ebygop.machine.Machine;
import org.rav1ebygop.machine.MemoryUse;
import org.rav1ebygop.registry.PluginSearch;
import org.rav1ebygop.registry.ProviderKind;
import org.rav1ebygop.registry.Registered;
import org.rav1ebygop.registry.Registry;

/// What there is here to encode with.
///
/// @param slots GOPs at a time
/// @param memory bytes that their encoders may take together
/// @param reason of that number, for people
/// @param encoders those that work here
/// @param found what they are, one line each
/// @param spool folder for frames that wait, or null
record Machinery(
    int slots,
    long memory,
    String reason,
    List<EncoderBackendProvider> encoders,
    List<String> found,
    TransportProvider local,
    @Nullable Path spool) {
  /// What slots are reckoned for: nobody knows yet what clients will bring. Larger pictures get
  /// fewer of them. By whose need for memory slots are reckoned, if it is here: others may take
  /// long to tell theirs.
  private static final String USUAL_ENCODER = "rav1e";

  private static final VideoFormat USUAL =
      new VideoFormat(
          new FrameLayout(1920, 1080, ChromaSampling.CS420, 8),
          new Rational(25, 1),
          Rational.ONE,
          ChromaPosition.UNKNOWN,
          ColorDescription.UNSPECIFIED);

  private static final EncoderSettings USUAL_SETTINGS =
      new EncoderSettings(6, 100, null, 1, Options.NONE);

  /// Most slots a worker can have.
  private static final int MAX_SLOTS = 1024;

  /// What the user wants.
  ///
  /// @param threads as many slots, or null
  /// @param tempDir folder for frames that wait, or null
  record Wish(@Nullable Integer threads, MemoryUse memory, @Nullable String tempDir) {}

  /// Looks around.
  ///
  /// @throws GopException of kind USAGE when a wish makes no sense, of kind ENVIRONMENT when there
  ///   is no encoder
  static Machinery of(Registry registry, Wish wish) {
    Integer threads = wish.threads;
    String tempDir = wish.tempDir;
    MemoryUse memory = wish.memory;
    if (threads != null && (threads < 1 || threads > MAX_SLOTS)) {
      throw GopException.usage(
          String.format(Locale.ROOT, "--threads is 1 to %d, not %d", MAX_SLOTS, threads));
    }
    Path spool = tempDir == null ? null : folder(Path.of(tempDir));
    List<EncoderBackendProvider> encoders =
        registry.all(ProviderKind.ENCODER).stream()
            .map(Registered::provider)
            .filter(p -> p.availability(Options.NONE) instanceof Availability.Available)
            .sorted(Comparator.comparing(p -> !p.id().equals(USUAL_ENCODER)))
            .toList();
    if (encoders.isEmpty()) {
      throw GopException.environment("there is no encoder here: " + missing(registry), null);
    }
    Machine machine = Machine.look();
    int wanted = threads == null ? machine.threads() : Math.min(threads, machine.threads());
    int slots = wanted;
    long bytes = Long.MAX_VALUE;
    if (memory != MemoryUse.UNLIMITED) {
      bytes = memory.budget(machine);
      slots = Math.clamp(bytes / memoryPerEncoder(encoders.getFirst()), 1, wanted);
    }
    String reason =
        slots < wanted
            ? "as many as --memory %s allows for 1080p".formatted(memory)
            : threads == null ? "one for each CPU" : "as --threads says";
    return new Machinery(
        slots,
        bytes,
        reason,
        encoders,
        found(encoders),
        registry.require(ProviderKind.TRANSPORT, "local"),
        spool);
  }

  /// The built-in providers, and those of plugins.
  static Registry registry() {
    String home = System.getProperty("rav1ebygop.home");
    return Registry.load(
        home == null
            ? PluginSearch.NONE
            : new PluginSearch(List.of(Path.of(home, "plugins")), Set.of()));
  }

  private static long memoryPerEncoder(EncoderBackendProvider provider) {
    try (EncoderBackend backend = provider.open(USUAL, USUAL_SETTINGS)) {
      return Math.max(1, backend.memoryPerEncoder());
    }
  }

  private static List<String> found(List<EncoderBackendProvider> encoders) {
    return encoders.stream()
        .map(p -> p.availability(Options.NONE))
        .map(a -> a instanceof Availability.Available(String detail) ? detail : "")
        .toList();
  }

  private static String missing(Registry registry) {
    return String.join(
        "; ",
        registry.all(ProviderKind.ENCODER).stream()
            .map(r -> r.provider().availability(Options.NONE))
            .map(a -> a instanceof Availability.Unavailable(String reason) ? reason : "")
            .toList());
  }

  private static Path folder(Path path) {
    if (!Files.isDirectory(path)) {
      throw GopException.usage("--temp-dir: there is no folder %s; make it first".formatted(path));
    }
    if (!Files.isWritable(path)) {
      throw GopException.environment("no permission to write to --temp-dir " + path, null);
    }
    return path;
  }
}
