package org.rav1ebygop.cli;

import java.util.Locale;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.EncoderBackendProvider;
import org.rav1ebygop.engine.JobSetup;
import org.rav1ebygop.engine.job.StallTimeout;
import org.rav1ebygop.machine.Machine;
import org.rav1ebygop.machine.MemoryUse;
import org.rav1ebygop.registry.ProviderKind;
import org.rav1ebygop.registry.Registry;

/// What the options of the encode command say, checked as far as that is possible before anything
/// is read: whoever feeds a pipe need not begin for a word that is misspelt.
///
/// @param keyframes how to find them
/// @param encoder makes the backend
/// @param settings of the encoder
/// @param color what replaces the colour description of the input
/// @param machine how much of it to use
/// @param places where to encode
/// @param acceptance what each GOP has to stand
record EncodeChoices(
    KeyframeChoice keyframes,
    EncoderBackendProvider encoder,
    EncoderSettings settings,
    ColorOptions.Color color,
    Machine machine,
    Places places,
    Acceptance acceptance) {

  /// @param slots and their memory
  /// @param frames of a pipe
  record Machine(SlotPlan.Wish slots, PipeMemory.Wish frames) {
    /// Threads to find keyframes with.
    int splitterThreads() {
      int all = Runtime.getRuntime().availableProcessors();
      Integer given = slots.threads();
      return given == null ? all : Math.min(given, all);
    }
  }

  /// @param maxTries attempts at one GOP
  /// @param verification how each is verified
  record Acceptance(int maxTries, StallTimeout stallTimeout, Verification verification) {
    JobSetup.Acceptance ofJob() {
      return new JobSetup.Acceptance(
          maxTries, stallTimeout, verification.proof(), verification.proofElsewhere());
    }
  }

  /// Reads the options.
  ///
  /// @param lookup finds workers
  /// @throws GopException of kind USAGE when they make no sense
  static EncodeChoices of(EncodeCommand command, Registry registry, WorkersLookup lookup) {
    requirePositive("--limit", command.limit);
    var keyframes = KeyframeChoice.of(command.keyframes, registry, command.encoding.speed == 10);
    EncoderBackendProvider encoder =
        registry.require(ProviderKind.ENCODER, command.encoding.encoder);
    Options options = command.encoding.own();
    options.requireKnown("encoder " + encoder.id(), encoder.options());
    if (command.verbose && has(encoder, EncoderBackendProvider.TOOLS)) {
      options = options.with(EncoderBackendProvider.TOOLS, "true");
    }
    if (command.encoding.metrics != null) {
      if (!has(encoder, EncoderBackendProvider.MEASURE)) {
        throw GopException.usage(
            "--metrics: encoder %s does not measure, --encoder librav1e does; 'rav1e-by-gop verify FILM --against INPUT' measures any film"
                .formatted(encoder.id()));
      }
      options = options.with(EncoderBackendProvider.MEASURE, "true");
    }
    Machine machine = machine(command);
    Places places = Places.of(command, registry, lookup);
    return new EncodeChoices(
        keyframes,
        encoder,
        command.encoding.settings(options),
        command.colors.color(),
        machine,
        places,
        acceptance(command, registry, places));
  }

  private static boolean has(EncoderBackendProvider encoder, String option) {
    return encoder.options().stream().anyMatch(known -> known.name().equals(option));
  }

  private static Machine machine(EncodeCommand command) {
    return new Machine(
        new SlotPlan.Wish(
            command.threads,
            command.localWorkers,
            command.encoding.tiles,
            MemoryUse.of(command.memory)),
        new PipeMemory.Wish(command.frameMemory, command.tmpInput));
  }

  private static Acceptance acceptance(EncodeCommand command, Registry registry, Places places) {
    requirePositive("--max-tries", command.maxTries);
    return new Acceptance(
        command.maxTries,
        StallTimeouts.of(command.stallTimeout),
        Verification.of(command, registry, places));
  }

  private static void requirePositive(String option, long value) {
    if (value < 1) {
      throw GopException.usage(
          String.format(Locale.ROOT, "%s is 1 or more, not %d", option, value));
    }
  }
}
