package org.rav1ebygop.cli;

import com.github.rvesse.airline.annotations.Option;
import org.jspecify.annotations.Nullable;

/// On which machines a film is encoded.
final class WorkerOptions {
  @Section("Threads and memory")
  @Option(
      name = "--workers",
      title = "file",
      description =
          "Encode on the workers of this file too, each of which runs rav1e-worker (default: workers.toml, if it is in the current folder)")
  @Nullable String workers;

  @Section("Threads and memory")
  @Option(name = "--no-local", description = "Encode on the workers only, not on this machine")
  boolean noLocal;
}
