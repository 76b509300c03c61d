package org.rav1ebygop.registry;

import java.lang.module.ModuleDescriptor;
import org.rav1ebygop.api.spi.Provider;

/// A provider and where it comes from.
///
/// @param provider the only instance
/// @param origin `built in`, or the plugin's file or folder
/// @param <P> its interface
public record Registered<P extends Provider>(P provider, String origin) {
  /// Name of its module.
  public String module() {
    return provider.getClass().getModule().getName();
  }

  /// Version of its module; empty when the module has none.
  public String version() {
    ModuleDescriptor descriptor = provider.getClass().getModule().getDescriptor();
    return descriptor == null ? "" : descriptor.rawVersion().orElse("");
  }
}
