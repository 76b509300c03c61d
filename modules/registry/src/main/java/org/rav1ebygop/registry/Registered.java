package org.rav1ebygop.registry;

import java.lang.module.ModuleDescriptor;
import org.rav1ebygop.api.spi.Provider;

/// A provider and where it comes from.
///
/// @param provider the only instance
/// @param id of the provider, asked for once
/// @param origin `built in`, or the plugin's file or folder
/// @param <P> its interface
public record Registered<P extends Provider>(P provider, String id, String origin) {
  /// Name of its module; empty when it is in none.
  public String module() {
    String name = provider.getClass().getModule().getName();
    return name == null ? "" : name;
  }

  /// Version of its module; empty when the module has none.
  public String version() {
    ModuleDescriptor descriptor = provider.getClass().getModule().getDescriptor();
    return descriptor == null ? "" : descriptor.rawVersion().orElse("");
  }

  /// Whether it may call native code.
  public boolean nativeAccess() {
    return provider.getClass().getModule().isNativeAccessEnabled();
  }
}
