package org.rav1ebygop.api.spi;

import org.rav1ebygop.api.Options;

/// Opens inputs as videos.
public interface InputReaderProvider extends Provider {
  /// How sure a reader is that an input is its own; the surest reader gets it.
  enum Match {
    /// Not mine.
    NO,
    /// I may be able to, nothing better being there.
    POSSIBLE,
    /// The content says so.
    CERTAIN
  }

  /// How sure this reader is, from the name and the first bytes alone.
  Match match(Input input);

  /// Opens the input.
  ///
  /// @throws org.rav1ebygop.api.GopException of kind INPUT when it is damaged or of an unsupported
  ///   format, naming the byte or the frame; of kind ENVIRONMENT when a tool is missing
  VideoSource open(Input input, Options options);
}
