package org.rav1ebygop.plugin.transport.nats;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/// TLS as some context makes it, which also checks that the certificate of a server is for the host
/// that was asked for (RFC 2818). A socket of Java does not by itself, and jnats does not ask for
/// it: whoever has any certificate of a trusted authority could stand in for the server.
final class NamedServers extends SSLContextSpi {
  private static final String LIKE_HTTPS = "HTTPS";

  private final SSLContext context;

  private NamedServers(SSLContext context) {
    this.context = context;
  }

  /// @param context whose trust is kept
  static SSLContext checkedBy(SSLContext context) {
    return new Checked(new NamedServers(context), context);
  }

  /// The constructor of [SSLContext] is for subclasses alone.
  private static final class Checked extends SSLContext {
    Checked(NamedServers spi, SSLContext context) {
      super(spi, context.getProvider(), context.getProtocol());
    }
  }

  @Override
  protected SSLSocketFactory engineGetSocketFactory() {
    return new Sockets(context.getSocketFactory());
  }

  @Override
  protected SSLEngine engineCreateSSLEngine() {
    return checked(context.createSSLEngine());
  }

  @Override
  protected SSLEngine engineCreateSSLEngine(String host, int port) {
    return checked(context.createSSLEngine(host, port));
  }

  @Override
  protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
      throws KeyManagementException {
    throw new KeyManagementException("it is set up already");
  }

  @Override
  protected SSLServerSocketFactory engineGetServerSocketFactory() {
    return context.getServerSocketFactory();
  }

  @Override
  protected SSLSessionContext engineGetServerSessionContext() {
    return context.getServerSessionContext();
  }

  @Override
  protected SSLSessionContext engineGetClientSessionContext() {
    return context.getClientSessionContext();
  }

  private static SSLEngine checked(SSLEngine engine) {
    engine.setSSLParameters(checked(engine.getSSLParameters()));
    return engine;
  }

  private static SSLParameters checked(SSLParameters parameters) {
    parameters.setEndpointIdentificationAlgorithm(LIKE_HTTPS);
    return parameters;
  }

  private static final class Sockets extends SSLSocketFactory {
    private final SSLSocketFactory factory;

    Sockets(SSLSocketFactory factory) {
      this.factory = factory;
    }

    @Override
    public Socket createSocket(Socket below, String host, int port, boolean close)
        throws IOException {
      return checkedSocket(factory.createSocket(below, host, port, close));
    }

    @Override
    public Socket createSocket() throws IOException {
      return checkedSocket(factory.createSocket());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return checkedSocket(factory.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort)
        throws IOException {
      return checkedSocket(factory.createSocket(host, port, from, fromPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return checkedSocket(factory.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
        throws IOException {
      return checkedSocket(factory.createSocket(host, port, from, fromPort));
    }

    @Override
    public String[] getDefaultCipherSuites() {
      return factory.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
      return factory.getSupportedCipherSuites();
    }

    private static Socket checkedSocket(Socket socket) {
      if (!(socket instanceof SSLSocket tls)) {
        throw new IllegalStateException("no TLS in " + socket);
      }
      tls.setSSLParameters(checked(tls.getSSLParameters()));
      return tls;
    }
  }
}
