package org.rav1ebygop.plugin.containers;

/// Makes WebM files.
public final class WebmProvider extends ContainerProvider {
  /// Finds nothing out and starts nothing.
  public WebmProvider() {
    super(Container.WEBM);
  }
}
