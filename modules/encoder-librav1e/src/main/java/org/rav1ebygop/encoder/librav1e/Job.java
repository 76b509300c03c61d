package org.rav1ebygop.encoder.librav1e;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.child.encoder.ChildBackend;
import org.rav1ebygop.child.encoder.ChildCommand;
import org.rav1ebygop.child.encoder.TryOut;
import org.rav1ebygop.child.process.LogQuote;
import org.rav1ebygop.rav1e.settings.MemoryEstimate;
import org.rav1ebygop.rav1e.settings.Rav1eSettings;

/// What all GOPs of a job have in common.
///
/// @param settings that `recipe` was made of
record Job(Librav1e library, VideoFormat format, Recipe recipe, Rav1eSettings settings) {
  /// The Java process around an encoder: 55 MB were measured.
  private static final long JAVA_BYTES = 64L << 20;

  private static final LogQuote QUOTE = new LogQuote(List.of("error:"), List.of("note:"));

  /// RAV1E_LOG may silence the reason of a failure. The others would be reported on the log, and
  /// are meant for other programs.
  private static final Map<String, String> ENVIRONMENT =
      Map.ofEntries(
          Map.entry("RAV1E_LOG", ""),
          Map.entry("RUST_BACKTRACE", "0"),
          Map.entry("CLASSPATH", ""),
          Map.entry("JAVA_TOOL_OPTIONS", ""),
          Map.entry("JDK_JAVA_OPTIONS", ""),
          Map.entry("_JAVA_OPTIONS", ""));

  /// Makes a context in a process of its own: what the library does not bear ends that one.
  ///
  /// @throws org.rav1ebygop.api.GopException of kind USAGE when the library refuses the settings,
  ///   of kind ENVIRONMENT when it crashes
  void tryOut() {
    TryOut.beginning(child(List.of(Helper.TRY)), "librav1e " + library.version());
  }

  /// Backend, version, and a digest over format and settings. It is the same in a process of its
  /// own and in this one, and never that of the rav1e program: at the default tune the bytes
  /// differ.
  EncoderIdentity identity() {
    return new EncoderIdentity(
        Librav1eBackendProvider.ID, library.version(), child().fingerprint(recipe.meanings()));
  }

  /// Bytes that the library takes for one GOP.
  long memoryEstimate() {
    return MemoryEstimate.bytes(format.layout(), settings.lookahead());
  }

  /// A backend with a process for each GOP.
  ChildBackend isolated() {
    return new ChildBackend(child(), identity(), memoryEstimate() + JAVA_BYTES);
  }

  private ChildCommand child() {
    return child(List.of());
  }

  private ChildCommand child(List<String> task) {
    List<String> line = new ArrayList<>(HelperProcess.java(recipe.measured()));
    line.add(library.name());
    line.addAll(task);
    line.addAll(recipe.texts());
    return new ChildCommand(
        Librav1eBackendProvider.ID, line, ENVIRONMENT, format, settings.lookahead(), QUOTE);
  }
}
