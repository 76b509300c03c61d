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

/// Which farm, and how to get there. Subjects name the users between whom messages go, so that a
/// server can allow each user its own alone.
///
/// @param servers of one cluster
/// @param farm letters, digits, `-` and `_`, up to 64
/// @param user who we are for the server, as subjects have it; others may be the same user
/// @param idle a carrier over which nothing comes for so long is lost
/// @param credentials null when the address says it all
/// @param tls null for none
record FarmSettings(
    List<URI> servers,
    String farm,
    String user,
    Duration idle,
    @Nullable AuthHandler credentials,
    @Nullable SSLContext tls) {
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern NO_TOKEN = Pattern.compile("[^A-Za-z0-9_-]");

  /// The user of a server that asks for none.
  private static final String ANYONE = "anyone";

  private static final int MAX_USER = 64;

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

  /// A user as subjects have it.
  static String user(@Nullable String name) {
    if (name == null || name.isEmpty()) {
      return ANYONE;
    }
    String token = NO_TOKEN.matcher(name).replaceAll("_");
    return token.substring(0, Math.min(token.length(), MAX_USER));
  }

  /// Whether that is how subjects have a user.
  static boolean isUser(String text) {
    return TOKEN.matcher(text).matches();
  }

  /// Where a client asks a worker for a connection.
  ///
  /// @param worker its address, `USER.ID`
  /// @param client user of the client, or `*`
  String hello(String worker, String client) {
    return "rbgp.%s.hello.%s.%s".formatted(farm, worker, client);
  }

  /// Where a worker listens to a client.
  ///
  /// @param worker its user
  /// @param client its user
  /// @param connection its id
  String up(String worker, String client, String connection) {
    return "rbgp.%s.up.%s.%s.%s".formatted(farm, worker, client, connection);
  }

  /// Where a client listens to a worker.
  String down(String worker, String client, String connection) {
    return "rbgp.%s.down.%s.%s.%s".formatted(farm, client, worker, connection);
  }

  /// Where workers say that they leave.
  ///
  /// @param worker its address, `USER.ID`, or `*.*`
  String left(String worker) {
    return "rbgp.%s.left.%s".formatted(farm, worker);
  }

  /// What subjects begin with where answers come to us.
  String inboxes() {
    return "_INBOX.%s".formatted(user);
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
