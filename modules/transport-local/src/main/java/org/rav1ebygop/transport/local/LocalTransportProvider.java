package org.rav1ebygop.transport.local;

import java.util.List;
import org.rav1ebygop.api.OptionSpec;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.Transport;
import org.rav1ebygop.api.spi.TransportProvider;

/// Slots on this machine.
public final class LocalTransportProvider implements TransportProvider {
  static final OptionSpec SLOTS = new OptionSpec("slots", "N", "how many GOPs to encode at a time");

  /// For [java.util.ServiceLoader].
  public LocalTransportProvider() {}

  @Override
  public String id() {
    return "local";
  }

  @Override
  public String description() {
    return "slots on this machine";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(SLOTS);
  }

  @Override
  public Transport open(Options options) {
    options.requireKnown("transport local", options());
    int slots = options.getInt(SLOTS.name(), Runtime.getRuntime().availableProcessors(), 1, 4096);
    return new LocalTransport(slots);
  }
}
