package org.rav1ebygop.plugin.transport.nats;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.OptionSpec;
import org.rav1ebygop.api.OptionSpec.Scope;
import org.rav1ebygop.api.Options;

/// What clients and workers are told of a farm.
final class FarmOptions {
  static final String USUAL_SERVER = "nats://127.0.0.1:4222";
  static final String USUAL_FARM = "default";

  static final OptionSpec SERVERS =
      new OptionSpec(
          "nats",
          "URL",
          "NATS server, or several of a cluster with commas between (%s)".formatted(USUAL_SERVER),
          Scope.THIS_MACHINE);
  static final OptionSpec CREDENTIALS =
      new OptionSpec(
          "nats-creds",
          "FILE",
          "credentials for the server: what nsc writes, or a seed of a user",
          Scope.THIS_MACHINE);
  static final OptionSpec AUTHORITY =
      new OptionSpec(
          "nats-ca",
          "FILE",
          "PEM file of the authority that has signed the server's certificate; switches TLS on",
          Scope.THIS_MACHINE);
  static final OptionSpec FARM =
      new OptionSpec(
          "farm", "NAME", "whose workers to use (%s)".formatted(USUAL_FARM), Scope.THIS_MACHINE);

  /// Both sides say that they are there far more often.
  private static final Duration IDLE = Duration.ofMinutes(1);

  private static final String TLS = "tls";
  private static final Set<String> SCHEMES = Set.of("nats", TLS);
  private static final int MAX_PORT = 65_535;

  private FarmOptions() {}

  static List<OptionSpec> all() {
    return List.of(SERVERS, CREDENTIALS, AUTHORITY, FARM);
  }

  static String farm(Options options) {
    String farm = options.get(FARM.name());
    return farm == null ? USUAL_FARM : farm;
  }

  /// The password of a farm whose users have set none: then the NATS server alone decides who may
  /// come, and this is no secret.
  static String usualPassword(Options options) {
    return "farm " + FarmSettings.checked(farm(options));
  }

  /// @throws GopException of kind USAGE when an option makes no sense
  static FarmSettings settings(Options options) {
    String servers = options.get(SERVERS.name());
    String credentials = options.get(CREDENTIALS.name());
    String authority = options.get(AUTHORITY.name());
    List<URI> addresses = servers(servers == null ? USUAL_SERVER : servers);
    Credentials known = credentials == null ? null : Credentials.read(Path.of(credentials));
    return new FarmSettings(
        addresses,
        farm(options),
        FarmSettings.user(known == null ? user(addresses) : known.user()),
        IDLE,
        known == null ? null : known.handler(),
        tls(authority, addresses));
  }

  /// The user in an address, or null. What stands there without a password is a secret token.
  private static @Nullable String user(List<URI> servers) {
    return servers.stream()
        .map(URI::getUserInfo)
        .filter(info -> info != null && info.indexOf(':') > 0)
        .map(info -> info.substring(0, info.indexOf(':')))
        .findFirst()
        .orElse(null);
  }

  private static @Nullable SSLContext tls(@Nullable String authority, List<URI> servers) {
    if (authority != null) {
      return Authority.read(Path.of(authority));
    }
    return servers.stream().anyMatch(server -> TLS.equals(server.getScheme()))
        ? Authority.usual()
        : null;
  }

  private static List<URI> servers(String text) {
    var servers = new ArrayList<URI>();
    for (String server : text.split(",", -1)) {
      servers.add(server(server.strip()));
    }
    return servers;
  }

  private static URI server(String text) {
    try {
      URI uri = new URI(text.contains("://") ? text : "nats://" + text);
      if (SCHEMES.contains(String.valueOf(uri.getScheme()))
          && uri.getHost() != null
          && uri.getPort() <= MAX_PORT
          && uri.getPath().isEmpty()) {
        return uri;
      }
    } catch (URISyntaxException _) {
      // answered below, as one that is no address
    }
    throw GopException.usage(
        "'%s' is no address of a NATS server; it looks like nats://HOST:4222, or tls://HOST:4222"
            .formatted(text.replaceFirst("//[^/]*@", "//")));
  }
}
