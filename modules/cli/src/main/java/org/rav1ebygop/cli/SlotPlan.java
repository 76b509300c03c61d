package org.rav1ebygop.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.machine.Machine;
import org.rav1ebygop.machine.MemoryUse;

/// How many GOPs to encode at a time on this machine.
///
/// @param slots to begin with, 1 or more; 0 when this machine does not encode
/// @param most as soon as there is memory for them, `slots` or more
/// @param keepFree bytes of memory that are to stay free, or 0 not to look at memory
/// @param left bytes of memory that may be used beside the encoders
/// @param reason one line for the user
record SlotPlan(int slots, int most, long keepFree, long left, String reason) {
  /// What the user asks for; null leaves it to us.
  record Wish(
      @Nullable Integer threads, @Nullable Integer localWorkers, int tiles, MemoryUse memory) {
    /// @throws GopException of kind USAGE when a wish makes no sense
    Wish {
      requirePositive("--threads", threads);
      if (localWorkers != null && localWorkers < 1) {
        throw GopException.usage(
            String.format(
                Locale.ROOT,
                "--local-workers is 1 or more, not %d; --no-local encodes on workers only",
                localWorkers));
      }
    }
  }

  /// For a film that is encoded on other machines only.
  static SlotPlan none(Wish wish, Machine machine) {
    return new SlotPlan(0, 0, 0, wish.memory.budget(machine), "--no-local");
  }

  /// Decides.
  ///
  /// @param encoderBytes memory of the encoder of one GOP
  static SlotPlan of(Wish wish, long encoderBytes, Machine machine) {
    int threads =
        wish.threads == null ? machine.threads() : Math.min(wish.threads, machine.threads());
    int byThreads = Math.max(1, threads / wish.tiles);
    int wanted = wish.localWorkers == null ? byThreads : Math.min(wish.localWorkers, byThreads);
    String why = why(wish, machine, threads, byThreads);
    long budget = wish.memory.budget(machine);
    int slots = wanted;
    if (wish.memory != MemoryUse.UNLIMITED) {
      slots = Math.clamp(budget / encoderBytes, 1, wanted);
      if (slots < wanted) {
        why =
            String.format(
                Locale.ROOT,
                "%s free%s, of which --memory %s allows %s, at %s each; %s would allow %d",
                Text.bytes(machine.availableMemory()),
                machine.limited() ? " within the memory limit of this container" : "",
                wish.memory,
                Text.bytes(budget),
                Text.bytes(encoderBytes),
                why,
                wanted);
      }
    }
    long keepFree =
        wish.memory == MemoryUse.UNLIMITED ? 0 : Math.max(1, machine.availableMemory() - budget);
    long left = Math.max(0, budget - encoderBytes * slots);
    return new SlotPlan(slots, wanted, keepFree, left, why);
  }

  private static String why(Wish wish, Machine machine, int threads, int byThreads) {
    String text = threads + (threads == 1 ? " thread" : " threads");
    if (wish.threads != null && wish.threads > machine.threads()) {
      text += " (this machine has no more)";
    }
    if (wish.tiles > 1) {
      text += " for " + wish.tiles + " tiles each";
    }
    if (wish.localWorkers == null) {
      return text;
    }
    return wish.localWorkers > byThreads
        ? String.format(Locale.ROOT, "--local-workers %d, capped by %s", wish.localWorkers, text)
        : "--local-workers, " + text;
  }

  private static void requirePositive(String option, @Nullable Integer value) {
    if (value != null && value < 1) {
      throw GopException.usage(
          String.format(Locale.ROOT, "%s is 1 or more, not %d", option, value));
    }
  }
}
