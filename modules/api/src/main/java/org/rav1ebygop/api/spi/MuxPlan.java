package org.rav1ebygop.api.spi;

import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.VideoFormat;

/// What is going to be muxed, as far as it is known before anything is encoded.
///
/// @param format of the film
/// @param source what the film is made from
/// @param options of the muxer
/// @param file whether it goes into a file, and not into a pipe
public record MuxPlan(VideoFormat format, Input source, Options options, boolean file) {}
