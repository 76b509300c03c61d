package org.rav1ebygop.child.encoder;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.rav1ebygop.api.GopException;

/// The arguments of an encoder that decide its output, in order, together with what they mean: for
/// an argument that names a file the meaning is its content.
public final class ArgumentList {
  /// How a flag and its value are written.
  public enum Style {
    /// `--flag value`
    WORDS,
    /// `--flag=value`
    EQUALS_SIGN
  }

  private final String encoder;
  private final Set<String> flags;
  private final Style style;
  private final List<String> texts = new ArrayList<>();
  private final List<String> meanings = new ArrayList<>();

  /// No arguments yet.
  ///
  /// @param encoder who is called, for messages
  /// @param flags the long options that it has, without dashes
  public ArgumentList(String encoder, Set<String> flags, Style style) {
    this.encoder = encoder;
    this.flags = Set.copyOf(flags);
    this.style = style;
  }

  /// Adds a switch.
  ///
  /// @throws GopException of kind USAGE when this encoder does not have it
  public void add(String flag) {
    require(flag);
    texts.add("--" + flag);
    meanings.add("--" + flag);
  }

  /// Adds a flag with a value; throws as [#add(String)] does.
  public void add(String flag, Object value) {
    addFile(flag, value.toString(), value.toString());
  }

  /// Adds a flag with the name of a file; throws as [#add(String)] does.
  ///
  /// @param content a digest of what the file says
  public void addFile(String flag, String file, String content) {
    require(flag);
    switch (style) {
      case WORDS -> texts.addAll(List.of("--" + flag, file));
      case EQUALS_SIGN -> texts.add("--" + flag + "=" + file);
    }
    meanings.addAll(List.of("--" + flag, content));
  }

  /// What goes on the command line.
  public List<String> texts() {
    return List.copyOf(texts);
  }

  /// What goes into the fingerprint; one line each.
  public List<String> meanings() {
    return List.copyOf(meanings);
  }

  private void require(String flag) {
    if (!flags.contains(flag)) {
      throw GopException.usage(
          "--%s is not among the options of %s: use a newer one, or leave it out"
              .formatted(flag, encoder));
    }
  }
}
