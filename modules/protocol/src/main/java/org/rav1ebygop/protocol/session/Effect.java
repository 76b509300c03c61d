package org.rav1ebygop.protocol.session;

import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.message.Message;

/// What a session wants done, in this order.
public sealed interface Effect {
  /// Close the connection when all is sent that was to be sent.
  ///
  /// @param text one line for humans
  record End(EndReason reason, String text) implements Effect {}

  /// Client: the worker is ready for leases. It is left when the identity is not admitted.
  ///
  /// @param slots of the worker
  record Joined(EncoderIdentity identity, int slots) implements Effect {}

  /// Worker: find out whether a job can be done here; answer by [WorkerSession#ready] or
  /// [WorkerSession#end].
  record OpenJob(Message.Job job) implements Effect {}

  /// Client: the worker has answered an enquiry.
  record Reported(Message.Welcome worker, Message.Report report) implements Effect {}

  /// Worker: say how things are, by [WorkerSession#report].
  record Enquired() implements Effect {}

  /// Worker: begin to encode.
  record Start(WorkerLease lease) implements Effect {}
}
