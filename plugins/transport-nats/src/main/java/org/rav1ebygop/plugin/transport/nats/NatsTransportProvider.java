package org.rav1ebygop.plugin.transport.nats;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.OptionSpec;
import org.rav1ebygop.api.OptionSpec.Scope;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.Transport;
import org.rav1ebygop.api.spi.TransportProvider;
import org.rav1ebygop.api.spi.WorkerInfo;
import org.rav1ebygop.protocol.Fleet;

/// Slots on the workers of a farm.
public final class NatsTransportProvider implements TransportProvider {
  static final OptionSpec PASSWORD =
      new OptionSpec(
          "nats-password-env",
          "NAME",
          "environment variable with the SERVER_PASSWORD of the workers, if they have one",
          Scope.THIS_MACHINE);
  static final OptionSpec PATIENCE =
      new OptionSpec(
          "patience",
          "SECONDS",
          "how long no worker at all may be there (300); 0 for ever",
          Scope.THIS_MACHINE);

  private static final int DEFAULT_PATIENCE = 300;

  /// For [java.util.ServiceLoader].
  public NatsTransportProvider() {}

  @Override
  public String id() {
    return "nats";
  }

  @Override
  public String description() {
    return "slots on the workers of a farm, found at a NATS server";
  }

  @Override
  public List<OptionSpec> options() {
    var all = new ArrayList<OptionSpec>(FarmOptions.all());
    all.add(PASSWORD);
    all.add(PATIENCE);
    return List.copyOf(all);
  }

  @Override
  public boolean isElsewhere() {
    return true;
  }

  @Override
  public Transport open(Options options) {
    options.requireKnown("transport nats", options());
    int patience = options.getInt(PATIENCE.name(), DEFAULT_PATIENCE, 0, Integer.MAX_VALUE);
    return new Fleet(
        roster(options), patience == 0 ? null : Duration.ofSeconds(patience), Software.name());
  }

  @Override
  public List<WorkerInfo> workers(Options options, Duration patience) throws InterruptedException {
    options.requireKnown("transport nats", options());
    try (NatsRoster roster = roster(options)) {
      if (!roster.awaitAnswers(patience)) {
        String cause = roster.cause();
        throw GopException.environment(
            String.format(
                Locale.ROOT,
                "%s: no answer within %d s%s; is the server running, and reachable from here?",
                roster.name(),
                patience.toSeconds(),
                cause.isEmpty() ? "" : ": " + cause),
            null);
      }
      return roster.infos();
    }
  }

  /// Who is in the farm; connects when it is first looked at.
  ///
  /// @throws GopException of kind USAGE when an option makes no sense
  static NatsRoster roster(Options options) {
    boolean alone = !"0".equals(options.get(PATIENCE.name()));
    return new NatsRoster(FarmOptions.settings(options), password(options), alone);
  }

  private static String password(Options options) {
    String variable = options.get(PASSWORD.name());
    if (variable == null) {
      return FarmOptions.usualPassword(options);
    }
    String password = System.getenv(variable);
    if (password == null || password.isEmpty()) {
      throw GopException.usage(
          "option %s: the environment variable %s is not set".formatted(PASSWORD.name(), variable));
    }
    return password;
  }
}
