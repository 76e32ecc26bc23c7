package tercet.testing.verifier.http;

import java.net.InetSocketAddress;
import java.net.URI;

/**
 * Where a server listens.
 *
 * @param host name or IP address
 * @param tls whether it speaks TLS
 */
record Address(String host, int port, boolean tls) {
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  static Address of(URI base) {
    String host = base.getHost();
    boolean tls = "https".equals(base.getScheme());
    if (host == null || !(tls || "http".equals(base.getScheme()))) {
      throw new IllegalArgumentException("not the http or https address of a server: " + base);
    }
    int usual = tls ? HTTPS_PORT : HTTP_PORT;
    return new Address(host, base.getPort() < 0 ? usual : base.getPort(), tls);
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
