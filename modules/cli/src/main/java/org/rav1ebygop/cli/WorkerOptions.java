package org.rav1ebygop.cli;

import com.github.rvesse.airline.annotations.Option;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.registry.TransportArguments;

/// On which machines a film is encoded.
final class WorkerOptions {
  @Section("Threads and memory")
  @Option(
      name = "--workers",
      title = "file",
      description =
          "Encode on the workers of this file too, each of which runs rav1e-worker; none: on no workers (default: workers.toml in the current folder, which you approve once, or else in ~/.config/rav1e-by-gop)")
  @Nullable String workers;

  @Section("Threads and memory")
  @Option(name = "--no-local", description = "Encode on the workers only, not on this machine")
  boolean noLocal;

  @Section("Threads and memory")
  @Option(
      name = TransportArguments.TRANSPORT,
      title = "id",
      description =
          "How GOPs reach encoders: local, or one of a plugin, which may be for this machine or for others (default: local, and websocket for --workers)")
  String transport = "local";

  @Section("Threads and memory")
  @Option(
      name = TransportArguments.OPTION,
      title = "name=value",
      description =
          "An option of the transport of a plugin, may be repeated; --NAME VALUE does the same. 'rav1e-by-gop plugins --verbose' lists them")
  List<String> transportOptions = new ArrayList<>();
}
