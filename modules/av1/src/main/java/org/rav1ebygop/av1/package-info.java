/// AV1 temporal units, sequence headers, and the IVF and OBU streams they come in.
///
/// Section numbers refer to the AV1 Bitstream & Decoding Process Specification, version 1.0.0 with
/// errata 1.
package org.rav1ebygop.av1;
