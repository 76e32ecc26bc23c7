package tercet.runtime.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A context for libraries that open sockets themselves and ask a context to put TLS over them. Each
 * socket gets it from the context that is current then.
 */
final class TlsOverSockets extends SSLContextSpi {
  private final Supplier<SSLContext> current;
  private final Layer layer;

  private TlsOverSockets(Supplier<SSLContext> current, Layer layer) {
    this.current = current;
    this.layer = layer;
  }

  /** Puts TLS over a connected socket. */
  @FunctionalInterface
  interface Layer {
    Socket over(Socket connected, boolean autoClose) throws IOException;
  }

  static SSLContext context(Supplier<SSLContext> current, Layer layer) {
    SSLContext now = current.get();
    return new SSLContext(
        new TlsOverSockets(current, layer), now.getProvider(), now.getProtocol()) {};
  }

  @Override
  protected SSLSocketFactory engineGetSocketFactory() {
    return new Sockets();
  }

  @Override
  protected void engineInit(
      KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random)
      throws KeyManagementException {
    throw new KeyManagementException("it has its keys already");
  }

  @Override
  protected SSLServerSocketFactory engineGetServerSocketFactory() {
    return current.get().getServerSocketFactory();
  }

  @Override
  protected SSLEngine engineCreateSSLEngine() {
    return current.get().createSSLEngine();
  }

  @Override
  protected SSLEngine engineCreateSSLEngine(String host, int port) {
    return current.get().createSSLEngine(host, port);
  }

  @Override
  protected SSLSessionContext engineGetServerSessionContext() {
    return current.get().getServerSessionContext();
  }

  @Override
  protected SSLSessionContext engineGetClientSessionContext() {
    return current.get().getClientSessionContext();
  }

  @Override
  protected SSLParameters engineGetDefaultSSLParameters() {
    return current.get().getDefaultSSLParameters();
  }

  @Override
  protected SSLParameters engineGetSupportedSSLParameters() {
    return current.get().getSupportedSSLParameters();
  }

  private final class Sockets extends SSLSocketFactory {
    @Override
    public Socket createSocket(Socket connected, @Nullable InputStream read, boolean autoClose)
        throws IOException {
      return layer.over(connected, autoClose);
    }

    @Override
    public Socket createSocket(Socket connected, String host, int port, boolean autoClose)
        throws IOException {
      return layer.over(connected, autoClose);
    }

    @Override
    public String[] getDefaultCipherSuites() {
      return current.get().getSocketFactory().getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
      return current.get().getSocketFactory().getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return current.get().getSocketFactory().createSocket(host, port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      return current.get().getSocketFactory().createSocket(host, port, local, localPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return current.get().getSocketFactory().createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      return current.get().getSocketFactory().createSocket(host, port, local, localPort);
    }
  }
}
