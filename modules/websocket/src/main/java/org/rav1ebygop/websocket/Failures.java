package org.rav1ebygop.websocket;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.websocket.api.exceptions.UpgradeException;
import org.eclipse.jetty.websocket.api.exceptions.WebSocketTimeoutException;
import org.jspecify.annotations.Nullable;

/// Why a connection was not made, or broke, in one line for users.
final class Failures {
  private Failures() {}

  static String line(Throwable failure) {
    CertificateException certificate = find(failure, CertificateException.class);
    if (certificate != null) {
      return certificate(certificate);
    }
    if (find(failure, HttpException.class) != null) {
      return "what it answers is not HTTP; if the worker has a certificate, set 'secure = true'";
    }
    UpgradeException upgrade = find(failure, UpgradeException.class);
    if (upgrade != null && upgrade.getResponseStatusCode() > 0) {
      return String.format(
          Locale.ROOT,
          "it answers as a web server that is no rav1e-worker (HTTP status %d)",
          upgrade.getResponseStatusCode());
    }
    Throwable cause = failure;
    while (cause.getCause() != null && isWrapper(cause)) {
      cause = cause.getCause();
    }
    return switch (cause) {
      case SSLException e when String.valueOf(e.getMessage()).contains("SSL message") ->
          "it does not speak TLS; remove 'secure', or give the worker a certificate";
      case SSLException e -> "TLS failed: " + oneLine(e);
      case ConnectException _ -> "nobody listens there";
      case NoRouteToHostException _ -> "there is no way to that address";
      case UnknownHostException _, UnresolvedAddressException _ -> "there is no such host";
      case SocketTimeoutException _, TimeoutException _ -> "it does not answer";
      case WebSocketTimeoutException _ -> "nothing was heard for too long";
      case ClosedChannelException _ -> "the connection was cut";
      case EOFException _ -> "it closed the connection";
      default -> oneLine(cause);
    };
  }

  /// Whether the other side has a certificate that is not trusted.
  static boolean isCertificate(Throwable failure) {
    return find(failure, CertificateException.class) != null;
  }

  private static String certificate(CertificateException e) {
    if (find(e, CertPathValidatorException.class) != null || oneLine(e).contains("PKIX path")) {
      return "nobody who is trusted here has signed its certificate: give its 'fingerprint' or 'ca'"
          + " (%s)".formatted(oneLine(e));
    }
    return oneLine(e);
  }

  private static boolean isWrapper(Throwable e) {
    return e instanceof ExecutionException
        || e instanceof CompletionException
        || e instanceof UpgradeException
        || e.getClass().equals(IOException.class)
        || e.getClass().getPackageName().startsWith("org.eclipse.jetty");
  }

  private static <T> @Nullable T find(Throwable failure, Class<T> type) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (type.isInstance(e)) {
        return type.cast(e);
      }
    }
    return null;
  }

  private static String oneLine(Throwable e) {
    String message = e.getMessage();
    return (message == null || message.isBlank() ? e.getClass().getSimpleName() : message)
        .replaceAll("\\s*\\R\\s*", " ");
  }
}
