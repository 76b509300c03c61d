package org.rav1ebygop.protocol.session;

import java.lang.foreign.MemorySegment;

/// A frame as it goes over the wire.
///
/// @param coding as in [org.rav1ebygop.protocol.message.Message.Frame]
/// @param checksum CRC32C of the raw frame
/// @param data no longer than the raw frame, of a [FramePool]
public record CodedFrame(int coding, int checksum, MemorySegment data) {}
