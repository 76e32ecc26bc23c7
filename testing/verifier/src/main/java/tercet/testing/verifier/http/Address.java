package tercet.testing.verifier.http;

import java.net.InetSocketAddress;
import java.net.URI;

/**
 * Where a server listens.
 *
 * @param host name or IP address
 */
record Address(String host, int port) {
  private static final int HTTP_PORT = 80;

  static Address of(URI base) {
    String host = base.getHost();
    if (!"http".equals(base.getScheme()) || host == null) {
      throw new IllegalArgumentException("not the http address of a server: " + base);
    }
    return new Address(host, base.getPort() < 0 ? HTTP_PORT : base.getPort());
  }

  /** Looks the name up. */
  InetSocketAddress socketAddress() {
    return new InetSocketAddress(host, port);
  }

  /** For the Host header. */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
