package org.rav1ebygop.plugin.transport.nats;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.OptionSpec;
import org.rav1ebygop.api.OptionSpec.Scope;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.protocol.CarrierServer;
import org.rav1ebygop.protocol.CarrierServerProvider;

/// Joins a farm, whose clients come by way of a NATS server.
public final class NatsServerProvider implements CarrierServerProvider {
  static final OptionSpec NAME =
      new OptionSpec(
          "name", "NAME", "what clients call this worker (name of the host)", Scope.THIS_MACHINE);

  /// For [java.util.ServiceLoader].
  public NatsServerProvider() {}

  @Override
  public String id() {
    return "nats";
  }

  @Override
  public String description() {
    return "clients come by way of a NATS server";
  }

  @Override
  public List<OptionSpec> options() {
    var all = new ArrayList<OptionSpec>(FarmOptions.all());
    all.add(NAME);
    return List.copyOf(all);
  }

  /// Returns when clients can find the worker, or the server could not be reached, which is tried
  /// again until it can be.
  @Override
  public CarrierServer start(Options options, CarrierServer.Worker worker)
      throws InterruptedException {
    options.requireKnown("transport nats", options());
    return Announcement.start(FarmOptions.settings(options), name(options), worker);
  }

  /// The NATS server decides who may come, as long as the user has set no password.
  @Override
  public String usualPassword(Options options) {
    return FarmOptions.usualPassword(options);
  }

  private static String name(Options options) {
    String name = options.get(NAME.name());
    if (name == null) {
      return Sighting.cleaned(host());
    }
    if (!name.equals(Sighting.cleaned(name))) {
      throw GopException.usage(
          String.format(
              Locale.ROOT,
              "option name is 1 to %d printable characters without blanks at the ends, not '%s'",
              Sighting.MAX_NAME,
              Sighting.cleaned(name)));
    }
    return name;
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException _) {
      return "worker";
    }
  }
}
