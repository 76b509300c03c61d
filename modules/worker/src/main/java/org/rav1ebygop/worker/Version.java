package org.rav1ebygop.worker;

import java.lang.module.ModuleDescriptor;

/// What this program is.
final class Version {
  private Version() {}

  static String number() {
    ModuleDescriptor descriptor = Version.class.getModule().getDescriptor();
    return descriptor == null ? "unknown" : descriptor.rawVersion().orElse("unknown");
  }

  static String name() {
    return "rav1e-worker " + number();
  }
}
