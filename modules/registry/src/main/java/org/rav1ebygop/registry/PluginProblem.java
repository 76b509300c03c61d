package org.rav1ebygop.registry;

import java.nio.file.Path;

/// A plugin that was left out.
///
/// @param plugin its jar or folder
/// @param reason one line: what is wrong, and what to do
public record PluginProblem(Path plugin, String reason) {
  @Override
  public String toString() {
    return "plugin %s is left out: %s".formatted(plugin, reason);
  }
}
