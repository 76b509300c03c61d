package org.rav1ebygop.plugin.containers;

/// Makes Matroska files.
public final class MkvProvider extends ContainerProvider {
  /// Finds nothing out and starts nothing.
  public MkvProvider() {
    super(Container.MKV);
  }
}
