/// The directory in which a job's finished GOPs are durable, and the only truth about what is done.
///
/// ```
/// job.json        what is being made
/// keyframes       the keyframes as they were decided, append-only, each line with its checksum
/// gop-000012-5c1f03aa-7d20e1b4-<sha256>.ivf
///                 a finished GOP: index, job, CRC-32C of its frames (not for a pipe), SHA-256 of
///                 its packets. Packet time stamps are frame indices of the film, so the file says
///                 by itself where it belongs.
/// lock            held while a process works on the job
/// *.tmp           not finished, worth nothing
/// ```
package org.rav1ebygop.engine.store;
