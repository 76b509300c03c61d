package org.rav1ebygop.registry;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Where plugins are looked for, and what they are allowed.
///
/// @param places folders whose entries are plugins, or jars that are one; earlier ones go first
///   when two plugins bring the same id. What does not exist has no plugins
/// @param nativeAccess names of plugins, as [Plugin#name], that may call native code
public record PluginSearch(List<Path> places, Set<String> nativeAccess) {
  /// Only what is built in.
  public static final PluginSearch NONE = new PluginSearch(List.of(), Set.of());

  /// Copies list and set.
  public PluginSearch {
    places = List.copyOf(places);
    nativeAccess = Set.copyOf(nativeAccess);
  }
}
