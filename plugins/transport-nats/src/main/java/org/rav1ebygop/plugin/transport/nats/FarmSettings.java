package org.rav1ebygop.plugin.transport.nats;

import io.nats.client.AuthHandler;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;

/// Which farm, and how to get there.
///
/// @param servers of one cluster
/// @param farm letters, digits, `-` and `_`, up to 64
/// @param idle a carrier over which nothing comes for so long is lost
/// @param credentials null when the address says it all
/// @param tls null for none
record FarmSettings(
    List<URI> servers,
    String farm,
    Duration idle,
    @Nullable AuthHandler credentials,
    @Nullable SSLContext tls) {
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /// @throws GopException of kind USAGE when the farm has another name
  FarmSettings {
    servers = List.copyOf(servers);
    checked(farm);
  }

  /// The name of a farm.
  ///
  /// @throws GopException of kind USAGE when it is none
  static String checked(String farm) {
    if (!TOKEN.matcher(farm).matches()) {
      throw GopException.usage(
          "the name of a farm is letters, digits, - and _, up to 64, not '%s'".formatted(farm));
    }
    return farm;
  }

  String subject(String kind, String token) {
    return "rbgp.%s.%s.%s".formatted(farm, kind, token);
  }

  /// Where clients say how many GOPs wait.
  String backlog() {
    return "rbgp.%s.backlog".formatted(farm);
  }

  /// The servers without users and passwords.
  String shown() {
    return servers.stream()
        .map(uri -> uri.toString().replaceFirst("//[^/]*@", "//"))
        .collect(Collectors.joining(","));
  }
}
