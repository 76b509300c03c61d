package org.rav1ebygop.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/// A TCP port on loopback that no other program is given, while nobody listens there or a server of
/// the test does, again and again.
///
/// It is held by a socket that is bound and does not listen. Linux lets a server that sets
/// `SO_REUSEADDR`, as servers do, listen there all the same; elsewhere the port is only likely to
/// stay free.
public final class ReservedPort implements AutoCloseable {
  private final Socket holder = new Socket();
  private final int number;

  /// Reserves one.
  public ReservedPort() throws IOException {
    holder.setReuseAddress(true);
    holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    number = holder.getLocalPort();
    if (!System.getProperty("os.name").equals("Linux")) {
      holder.close();
    }
  }

  /// The number of the port.
  public int number() {
    return number;
  }

  /// Gives the port back.
  @Override
  public void close() throws IOException {
    holder.close();
  }
}
