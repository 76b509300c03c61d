package org.rav1ebygop.plugin.transport.nats;

import java.lang.module.ModuleDescriptor;

/// What this program calls itself to workers.
final class Software {
  private Software() {}

  static String name() {
    ModuleDescriptor descriptor = Software.class.getModule().getDescriptor();
    return descriptor == null
        ? "rav1e-by-gop"
        : "rav1e-by-gop " + descriptor.rawVersion().orElse("");
  }
}
