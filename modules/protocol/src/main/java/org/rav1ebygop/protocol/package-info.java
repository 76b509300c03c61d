/// What runs over a [org.rav1ebygop.protocol.Carrier]: [org.rav1ebygop.protocol.RemoteWorker] on
/// the client's side, [org.rav1ebygop.protocol.WorkerService] on the other.
package org.rav1ebygop.protocol;
