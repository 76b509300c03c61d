package org.rav1ebygop.api;

import java.time.Instant;

/// What a source can be recognised by without reading all of it.
///
/// @param bytes size of the source, 1 or more
/// @param changed when it was last written to. A copy of the same content may have another time
/// @param samples digest of some of the content, spread from its beginning to its end
public record SourceFingerprint(long bytes, Instant changed, String samples) {}
