package org.rav1ebygop.protocol.session;

import org.rav1ebygop.protocol.message.Bytes;

/// A frame as it goes over the wire.
///
/// @param coding as in [org.rav1ebygop.protocol.message.Message.Frame]
/// @param checksum CRC32C of the raw frame
/// @param data no longer than the raw frame
public record CodedFrame(int coding, int checksum, Bytes data) {}
