package org.rav1ebygop.architecture;

import java.util.Map;

/// Classes that lock and have mutable fields of which the compiler is not told the lock, and why.
final class LockExceptions {
  private static final String OF_THE_LINK =
      "the lock is that of the ClientLink, which also calls with it held: the compiler does not see"
          + " that both names are one lock";

  private static final String OF_THE_WORKER =
      "the lock is that of the worker's Reception, which also calls with it held: the compiler does"
          + " not see that both names are one lock";

  /// By the name of the class without `org.rav1ebygop.`.
  static final Map<String, String> REASONS =
      Map.of(
          "engine.lease.GopEntry",
          "the lock is that of the LeaseState, all of whose entries it guards; its own only"
              + " lets one lease after the other become the result",
          "plugin.transport.nats.NatsCarrier",
          "the receiving side belongs to the one thread of its Inbox; the lock is for the sending side",
          "protocol.RemoteLease",
          OF_THE_LINK,
          "protocol.RemoteSlots",
          OF_THE_LINK,
          "protocol.ServedJob",
          OF_THE_WORKER,
          "protocol.ServedJobs",
          OF_THE_WORKER,
          "protocol.ServedLease",
          OF_THE_WORKER);

  private LockExceptions() {}
}
