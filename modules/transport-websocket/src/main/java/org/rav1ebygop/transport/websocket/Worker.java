package org.rav1ebygop.transport.websocket;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.protocol.Connector;
import org.rav1ebygop.protocol.Roster;
import org.rav1ebygop.websocket.Trust;
import org.rav1ebygop.websocket.WebSocketConnector;

/// A worker of the file. Equal when nothing about it has changed, contents of the files it names
/// included.
///
/// @param name as users see it
/// @param host name, IPv4 or bare IPv6 address
/// @param secret its password, not empty
/// @param trust null without TLS
/// @param slots how many of its slots to use at the most, 1 or more
record Worker(String name, String host, int port, Password secret, @Nullable Trust trust, int slots)
    implements Roster.Entry {
  static final int DEFAULT_PORT = 13_415;

  private static final Pattern THIS_MACHINE = Pattern.compile("localhost|127\\.[\\d.]+|::1");

  /// Both sides say that they are there far more often.
  private static final Duration IDLE = Duration.ofMinutes(1);

  @Override
  public String password() {
    return secret.text();
  }

  @Override
  public Connector connector() {
    return new WebSocketConnector(new WebSocketConnector.Target(host, port, trust, IDLE));
  }

  /// Whether others can see the film on its way there.
  boolean exposed() {
    return trust == null && !THIS_MACHINE.matcher(host).matches();
  }

  /// A text that is not shown.
  record Password(String text) {
    @Override
    public String toString() {
      return "…";
    }
  }
}
