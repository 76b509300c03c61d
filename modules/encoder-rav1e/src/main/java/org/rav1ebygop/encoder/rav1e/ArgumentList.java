package org.rav1ebygop.encoder.rav1e;

import java.util.ArrayList;
import java.util.List;
import org.rav1ebygop.api.GopException;

/// The arguments of a rav1e that decide its output, in order, together with what they mean: for an
/// argument that names a file the meaning is its content.
final class ArgumentList {
  private final Rav1e rav1e;
  private final List<String> texts = new ArrayList<>();
  private final List<String> meanings = new ArrayList<>();

  /// Starts with raw frames from standard input to IVF on standard output.
  ArgumentList(Rav1e rav1e) {
    this.rav1e = rav1e;
    texts.addAll(List.of("-", "-o", "-"));
  }

  /// Adds a switch.
  ///
  /// @throws GopException of kind USAGE when this rav1e does not have it
  void add(String flag) {
    if (!rav1e.flags().contains(flag)) {
      throw GopException.usage(
          "--%s is not among the options of %s: use a newer rav1e, or leave it out"
              .formatted(flag, rav1e));
    }
    texts.add("--" + flag);
    meanings.add("--" + flag);
  }

  /// Adds a flag with a value; throws as [#add(String)] does.
  void add(String flag, Object value) {
    addFile(flag, value.toString(), value.toString());
  }

  /// Adds a flag with the name of a file; throws as [#add(String)] does.
  ///
  /// @param content a digest of what the file says
  void addFile(String flag, String file, String content) {
    add(flag);
    texts.add(file);
    meanings.add(content);
  }

  /// What goes on the command line.
  List<String> texts() {
    return List.copyOf(texts);
  }

  /// What goes into the fingerprint; one line each.
  List<String> meanings() {
    return List.copyOf(meanings);
  }
}
