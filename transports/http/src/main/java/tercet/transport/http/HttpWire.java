package tercet.transport.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.io.IOException;
import java.time.Duration;
import tercet.runtime.cluster.ClusterSecret;
import tercet.runtime.cluster.NodeAddress;
import tercet.runtime.cluster.PeerTrust;
import tercet.runtime.cluster.PeerWire;
import tercet.runtime.cluster.Watchdog;

/**
 * Batches over HTTP/1.1, one connection for each direction between two nodes:
 *
 * <pre>
 * POST /envelopes        Authorization: Bearer (the cluster secret)      body: a batch
 * 204                    taken, which is not to say decided; Tercet-No-Room: how many found no room
 * 400, 401, 413, 503     not taken; the body is a sentence that says why
 * </pre>
 *
 * With certificates in place of the secret it is HTTPS, and the header is left out.
 */
public final class HttpWire implements PeerWire {
  static final String PATH = "/envelopes";
  static final HeaderName NO_ROOM = HeaderNames.create("Tercet-No-Room");

  /** Peers speak every few seconds; a client that is silent for so long is none. */
  static final Duration SILENCE_MAX = Duration.ofSeconds(30);

  private final PeerTrust trust;
  private final Watchdog limits = new Watchdog();

  public HttpWire(PeerTrust trust) {
    this.trust = trust;
  }

  /**
   * @param secret that all nodes share
   */
  public HttpWire(ClusterSecret secret) {
    this(new PeerTrust.SharedSecret(secret));
  }

  @Override
  public PeerListener listen(NodeAddress at, Receiver receiver) throws IOException {
    return HttpListener.open(at, new BatchHandler(trust, receiver), trust.tls());
  }

  @Override
  public PeerConnection connect(NodeAddress peer) {
    return new HttpConnection(peer, trust, limits);
  }
}
