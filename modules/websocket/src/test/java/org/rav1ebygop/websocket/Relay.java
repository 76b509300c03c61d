package org.rav1ebygop.websocket;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/// A network between two sides that can be cut, or swallow what is sent.
final class Relay implements AutoCloseable {
  private final ServerSocket listening;
  private final int target;
  private final List<Socket> sockets = new ArrayList<>();
  private volatile boolean swallowing;

  /// @param target port on this machine
  Relay(int target) throws IOException {
    this.target = target;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /// Nothing arrives any more, and nobody is told.
  void swallow() {
    swallowing = true;
  }

  /// Resets all connections.
  synchronized void cut() throws IOException {
    for (Socket socket : sockets) {
      if (!socket.isClosed()) {
        socket.setSoLinger(true, 0);
        socket.close();
      }
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    cut();
  }

  private void accept() {
    try {
      while (true) {
        Socket near = listening.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
        synchronized (this) {
          sockets.add(near);
          sockets.add(far);
        }
        Thread.ofPlatform().daemon().start(() -> copy(near, far));
        Thread.ofPlatform().daemon().start(() -> copy(far, near));
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void copy(Socket from, Socket to) {
    byte[] buffer = new byte[8192];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (!swallowing) {
          out.write(buffer, 0, n);
        }
      }
    } catch (IOException _) {
      // cut
    }
  }
}
