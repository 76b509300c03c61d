package org.rav1ebygop.plugin.containers;

/// Makes MP4 files.
public final class Mp4Provider extends ContainerProvider {
  /// Finds nothing out and starts nothing.
  public Mp4Provider() {
    super(Container.MP4);
  }
}
