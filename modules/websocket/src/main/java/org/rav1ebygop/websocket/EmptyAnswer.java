package org.rav1ebygop.websocket;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Answers with a status and no body: the one there is, or that nothing was found.
final class EmptyAnswer extends Handler.Abstract {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (response.getStatus() < HttpStatus.BAD_REQUEST_400) {
      response.setStatus(HttpStatus.NOT_FOUND_404);
    }
    callback.succeeded();
    return true;
  }
}
