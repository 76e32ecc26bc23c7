package tercet.transport.grpc;

import io.grpc.netty.shaded.io.netty.buffer.ByteBufAllocator;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolConfig;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.grpc.netty.shaded.io.netty.handler.ssl.JdkSslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;
import tercet.runtime.tls.TlsIdentity;

/** TLS of HTTP/2 for a port: each connection gets it with the certificate that is current then. */
final class ServerTlsContext extends SslContext {
  private static final ApplicationProtocolConfig HTTP_2 =
      new ApplicationProtocolConfig(
          ApplicationProtocolConfig.Protocol.ALPN,
          ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
          ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
          "h2");

  private final TlsIdentity identity;
  private volatile JdkSslContext made;

  ServerTlsContext(TlsIdentity identity) {
    this.identity = identity;
    this.made = made(identity.context(), false);
  }

  /** The same for one connection of a client. */
  static SslContext client(SSLContext context) {
    return made(context, true);
  }

  private static JdkSslContext made(SSLContext context, boolean client) {
    return new JdkSslContext(
        context,
        client,
        null,
        IdentityCipherSuiteFilter.INSTANCE,
        HTTP_2,
        ClientAuth.REQUIRE,
        null,
        false);
  }

  private JdkSslContext current() {
    JdkSslContext current = made;
    if (!current.context().equals(identity.context())) {
      current = made(identity.context(), false);
      made = current;
    }
    return current;
  }

  @Override
  public SSLEngine newEngine(ByteBufAllocator buffers) {
    return current().newEngine(buffers);
  }

  @Override
  public SSLEngine newEngine(ByteBufAllocator buffers, String host, int port) {
    return current().newEngine(buffers, host, port);
  }

  @Override
  public boolean isClient() {
    return false;
  }

  @Override
  public List<String> cipherSuites() {
    return current().cipherSuites();
  }

  @Override
  @SuppressWarnings("deprecation") // Netty names no other type
  public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
    return made.applicationProtocolNegotiator();
  }

  @Override
  public SSLSessionContext sessionContext() {
    return current().sessionContext();
  }
}
