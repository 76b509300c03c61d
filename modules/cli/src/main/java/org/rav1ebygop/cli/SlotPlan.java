package org.rav1ebygop.cli;

import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;

/// How many GOPs to encode at a time on this machine, and how many frames of a pipe to hold.
///
/// @param slots to begin with, 1 or more
/// @param most as soon as there is memory for them, `slots` or more
/// @param keepFree bytes of memory that are to stay free, or 0 not to look at memory
/// @param buffers frames of a pipe to hold; 0 for a file, which is never held
/// @param reason one line for the user
record SlotPlan(int slots, int most, long keepFree, int buffers, String reason) {
  /// Frames a reader must hold for the splitter to look ahead and the slots not to wait for each
  /// single frame.
  private static final int LEAST_BUFFERS = 32;

  /// What the user asks for; null leaves it to us.
  record Wish(
      @Nullable Integer threads, @Nullable Integer localWorkers, int tiles, MemoryUse memory) {}

  /// What one GOP takes.
  ///
  /// @param encoderBytes memory of its encoder
  /// @param frameBytes size of a frame when the source is a pipe; 0 for a file
  /// @param keyint most frames in a GOP
  record Need(long encoderBytes, long frameBytes, int keyint) {}

  /// Decides.
  ///
  /// @throws GopException of kind USAGE when a wish makes no sense
  static SlotPlan of(Wish wish, Need need, Machine machine) {
    requirePositive("--threads", wish.threads);
    requirePositive("--local-workers", wish.localWorkers);
    int threads =
        wish.threads == null ? machine.threads() : Math.min(wish.threads, machine.threads());
    int byThreads = Math.max(1, threads / wish.tiles);
    int wanted = wish.localWorkers == null ? byThreads : Math.min(wish.localWorkers, byThreads);
    String why = why(wish, machine, threads);
    long budget = wish.memory.budget(machine.availableMemory());
    int slots = wanted;
    if (wish.memory != MemoryUse.UNLIMITED) {
      slots = Math.clamp(budget / need.encoderBytes, 1, wanted);
      if (slots < wanted) {
        why =
            "%s free, of which --memory %s allows %s, at %s each; %s would allow %d"
                .formatted(
                    Text.bytes(machine.availableMemory()),
                    wish.memory,
                    Text.bytes(budget),
                    Text.bytes(need.encoderBytes),
                    why,
                    wanted);
      }
    }
    // Of a pipe's machine the rest is for frames.
    int most = need.frameBytes == 0 ? wanted : slots;
    long keepFree =
        wish.memory == MemoryUse.UNLIMITED ? 0 : Math.max(1, machine.availableMemory() - budget);
    return new SlotPlan(slots, most, keepFree, buffers(need, budget, slots), why);
  }

  private static String why(Wish wish, Machine machine, int threads) {
    String text = threads + (threads == 1 ? " thread" : " threads");
    if (wish.threads != null && wish.threads > machine.threads()) {
      text += " (this machine has no more)";
    }
    if (wish.tiles > 1) {
      text += " for " + wish.tiles + " tiles each";
    }
    return wish.localWorkers == null ? text : "--local-workers, " + text;
  }

  /// Enough for a whole GOP in each slot and one more being read, as far as memory allows.
  private static int buffers(Need need, long budget, int slots) {
    if (need.frameBytes == 0) {
      return 0;
    }
    long left = Math.max(0, budget - need.encoderBytes * slots);
    long wanted = (slots + 1L) * need.keyint;
    return Math.clamp(Math.min(wanted, left / need.frameBytes), LEAST_BUFFERS, 100_000);
  }

  private static void requirePositive(String option, @Nullable Integer value) {
    if (value != null && value < 1) {
      throw GopException.usage("%s is 1 or more, not %d".formatted(option, value));
    }
  }
}
