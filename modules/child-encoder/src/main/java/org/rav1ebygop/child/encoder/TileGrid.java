package org.rav1ebygop.child.encoder;

/// Columns and rows of tiles, as powers of two, for encoders that are told so.
///
/// @param log2Columns so many times the width is halved
/// @param log2Rows so many times the height is halved
public record TileGrid(int log2Columns, int log2Rows) {
  /// The smallest grid with at least so many tiles; columns first.
  ///
  /// @param tiles 1 to 4096
  public static TileGrid of(int tiles) {
    int log2 = Integer.SIZE - Integer.numberOfLeadingZeros(tiles - 1);
    return new TileGrid((log2 + 1) / 2, log2 / 2);
  }
}
