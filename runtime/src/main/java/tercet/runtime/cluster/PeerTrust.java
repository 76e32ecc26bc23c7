package tercet.runtime.cluster;

import org.jspecify.annotations.Nullable;
import tercet.runtime.tls.TlsIdentity;

/** How the two ends of a {@link PeerWire} know that the other one is a node of the cluster. */
public sealed interface PeerTrust {
  /**
   * Both know a secret, which the sender shows with each batch.
   *
   * @param secret that only nodes know
   */
  record SharedSecret(ClusterSecret secret) implements PeerTrust {}

  /**
   * Mutual TLS: each has a certificate of an authority that signs for nodes of this cluster only.
   * The sender also checks that the certificate has the host of the address that it connects to. No
   * secret is sent.
   *
   * @param identity of this node; it names the authority
   */
  record MutualTls(TlsIdentity identity) implements PeerTrust {
    public MutualTls {
      if (!identity.isMutual()) {
        throw new IllegalArgumentException("without an authority every certificate would do");
      }
    }
  }

  /** The value of the header {@code Authorization} that batches carry; null if they need none. */
  default @Nullable String header() {
    return switch (this) {
      case SharedSecret shared -> shared.secret().header();
      case MutualTls tls -> null;
    };
  }

  /** Whether a sender with this header may send. With TLS it has shown its certificate before. */
  default boolean admits(@Nullable String header) {
    return switch (this) {
      case SharedSecret shared -> shared.secret().isIn(header);
      case MutualTls tls -> true;
    };
  }

  /** The certificate for connections; null if they are not encrypted. */
  default @Nullable TlsIdentity tls() {
    return switch (this) {
      case SharedSecret shared -> null;
      case MutualTls tls -> tls.identity();
    };
  }
}
