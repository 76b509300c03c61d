package org.rav1ebygop.rav1e.settings;

/// How a frame is divided.
public sealed interface Tiles {
  /// As many tiles as threads may share.
  int count();

  /// So many tiles or more, as rav1e arranges them.
  record AtLeast(int count) implements Tiles {}

  /// Exactly these rows and columns, powers of two.
  record Grid(int rows, int columns) implements Tiles {
    @Override
    public int count() {
      return rows * columns;
    }
  }
}
