package org.rav1ebygop.websocket;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Refuses the pages that a browser in the worker's network has open, and leaves everything else to
/// others. A page says where it is from (RFC 6454) when it asks for a WebSocket, or asks elsewhere
/// than where it came from; a client of ours never does. A page whose name was made to lead here
/// (DNS rebinding) need not say so when it only reads, but it names a host that this machine is not
/// called; over TLS the certificate would have to be for that name.
///
/// Pages come from names that somebody has registered. An address, a name without a dot and one
/// below a domain that nobody can register are no such names. Clients may call the worker what they
/// like: they ask for WebSockets.
final class BrowserGuard extends Handler.Abstract {
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

  /// RFC 6761, 6762, 8375, and what the ICANN keeps for such names.
  private static final List<String> PRIVATE =
      List.of(".localhost", ".local", ".home.arpa", ".internal", ".lan");

  private final boolean tls;
  private final Set<String> own;

  /// @param host name or address at which the worker listens
  /// @param tls whether certificates say what this machine is called
  BrowserGuard(String host, boolean tls) {
    this.tls = tls;
    this.own = Set.copyOf(List.of(plain(host), plain(machine())));
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    boolean named =
        tls
            || Request.getPathInContext(request).equals(WebSocketServer.PATH)
            || isKnown(Request.getServerName(request));
    if (named && !request.getHeaders().contains(HttpHeader.ORIGIN)) {
      return false;
    }
    response.setStatus(HttpStatus.FORBIDDEN_403);
    callback.succeeded();
    return true;
  }

  /// Whether a name may be that of this machine.
  ///
  /// @param name as the client has it; an address of IPv6 is in brackets or not
  boolean isKnown(String name) {
    String host = plain(name);
    return ADDRESS.matcher(host).matches()
        || host.indexOf('.') < 0
        || own.contains(host)
        || PRIVATE.stream().anyMatch(host::endsWith);
  }

  private static String plain(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  private static String machine() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException _) {
      return "localhost"; // a machine without a name
    }
  }
}
