package tercet.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tercet.runtime.cluster.ClusterSecret;
import tercet.runtime.cluster.NodeAddress;
import tercet.runtime.cluster.PeerTrust;
import tercet.runtime.cluster.PeerWire;
import tercet.runtime.codec.EnvelopeBatch;
import tercet.runtime.tls.TlsIdentity;
import tercet.testing.testbed.server.CertificateAuthority;

/** Mutual TLS of a {@link PeerWire}, with real handshakes on loopback. */
public interface TlsWireContract {
  /** Longer than a handshake takes on a busy machine. */
  Duration PATIENCE = Duration.ofSeconds(20);

  /** How a node is known in these tests. */
  String HERE = "IP:127.0.0.1";

  /** The adapter. */
  PeerWire wire(PeerTrust trust);

  private static TlsIdentity.PemTexts texts(
      CertificateAuthority.Signed signed, CertificateAuthority authority) {
    try {
      return new TlsIdentity.PemTexts(
          Files.readString(signed.certificate()),
          Files.readString(signed.key()),
          Files.readString(authority.certificate()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PeerTrust.MutualTls trust(
      CertificateAuthority.Signed signed, CertificateAuthority authority) {
    return new PeerTrust.MutualTls(new TlsIdentity(texts(signed, authority)));
  }

  private static PeerWire.Receiver counting(AtomicInteger batches) {
    return batch -> {
      batches.incrementAndGet();
      return 0;
    };
  }

  private static byte[] batch() {
    return new EnvelopeBatch.Writer().toBytes();
  }

  private static void assertRefused(PeerWire wire, NodeAddress address) {
    try (PeerWire.PeerConnection stranger = wire.connect(address)) {
      assertThrows(IOException.class, () -> stranger.send(batch(), PATIENCE));
    }
  }

  @Test
  default void onlyNodesOfTheSameAuthorityUnderstandEachOther(@TempDir Path folder)
      throws IOException {
    CertificateAuthority ours = CertificateAuthority.make(folder, "ours");
    CertificateAuthority other = CertificateAuthority.make(folder, "other");
    CertificateAuthority.Signed node = ours.sign("node", HERE);
    CertificateAuthority.Signed foreign = other.sign("foreign", HERE);
    NodeAddress address = Loopback.freeAddress();
    AtomicInteger batches = new AtomicInteger();
    try (PeerWire.PeerListener _ = wire(trust(node, ours)).listen(address, counting(batches));
        PeerWire.PeerConnection peer = wire(trust(node, ours)).connect(address)) {
      assertEquals(0, peer.send(batch(), PATIENCE));
      assertEquals(0, peer.send(batch(), PATIENCE));
      // It trusts the port, and its own certificate is of a stranger.
      assertRefused(wire(trust(foreign, ours)), address);
      // It could show the right certificate, and the port is a stranger to it.
      assertRefused(wire(trust(node, other)), address);
      ClusterSecret secret = new ClusterSecret("a-secret-of-tests-only");
      assertRefused(wire(new PeerTrust.SharedSecret(secret)), address);
      assertEquals(2, batches.get());
    }
  }

  @Test
  default void processWithoutACertificateIsTurnedAway(@TempDir Path folder) throws IOException {
    CertificateAuthority ours = CertificateAuthority.make(folder, "ours");
    CertificateAuthority.Signed node = ours.sign("node", HERE);
    NodeAddress address = Loopback.freeAddress();
    AtomicInteger batches = new AtomicInteger();
    SSLContext stranger = TlsIdentity.trusting(Files.readString(ours.certificate()));
    try (PeerWire.PeerListener _ = wire(trust(node, ours)).listen(address, counting(batches));
        Socket socket = stranger.getSocketFactory().createSocket(address.host(), address.port())) {
      SSLSocket tls = (SSLSocket) socket;
      SSLParameters parameters = tls.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
      tls.setSSLParameters(parameters);
      String why =
          String.valueOf(
              assertThrows(
                      IOException.class,
                      () -> {
                        tls.startHandshake();
                        tls.getInputStream().read(); // TLS 1.3 says so after the handshake
                      })
                  .getMessage());
      assertTrue(why.contains("certificate"), why);
      assertEquals(0, batches.get());
    }
  }

  @Test
  default void portMustProveTheHostOfItsAddress(@TempDir Path folder) throws IOException {
    CertificateAuthority ours = CertificateAuthority.make(folder, "ours");
    CertificateAuthority.Signed node = ours.sign("node", HERE);
    CertificateAuthority.Signed elsewhere = ours.sign("elsewhere", "DNS:localhost,IP:127.0.0.9");
    NodeAddress address = Loopback.freeAddress();
    AtomicInteger batches = new AtomicInteger();
    try (PeerWire.PeerListener _ =
        wire(trust(elsewhere, ours)).listen(address, counting(batches))) {
      assertRefused(wire(trust(node, ours)), address);
      assertEquals(0, batches.get());
      try (PeerWire.PeerConnection peer =
          wire(trust(node, ours)).connect(new NodeAddress("localhost", address.port()))) {
        assertEquals(0, peer.send(batch(), PATIENCE));
      }
    }
  }

  @Test
  default void newCertificatesCountWithoutARestart(@TempDir Path folder) throws IOException {
    CertificateAuthority before = CertificateAuthority.make(folder, "before");
    CertificateAuthority after = CertificateAuthority.make(folder, "after");
    CertificateAuthority.Signed old = before.sign("old", HERE);
    CertificateAuthority.Signed next = after.sign("next", HERE);
    PeerTrust.MutualTls ofReceiver = trust(old, before);
    PeerTrust.MutualTls ofSender = trust(old, before);
    NodeAddress address = Loopback.freeAddress();
    AtomicInteger batches = new AtomicInteger();
    try (PeerWire.PeerListener _ = wire(ofReceiver).listen(address, counting(batches));
        PeerWire.PeerConnection peer = wire(ofSender).connect(address)) {
      assertEquals(0, peer.send(batch(), PATIENCE));
      ofReceiver.identity().change(texts(next, after));
      ofSender.identity().change(texts(next, after));
      assertEquals(0, peer.send(batch(), PATIENCE));
      assertRefused(wire(trust(old, before)), address);
      assertRefused(wire(trust(old, after)), address);
      assertEquals(2, batches.get());
    }
  }

  @Test
  default void silentStrangersKeepNoNodeOut(@TempDir Path folder) throws IOException {
    CertificateAuthority ours = CertificateAuthority.make(folder, "ours");
    CertificateAuthority.Signed node = ours.sign("node", HERE);
    NodeAddress address = Loopback.freeAddress();
    AtomicInteger batches = new AtomicInteger();
    List<Socket> silent = new ArrayList<>();
    try (PeerWire.PeerListener _ = wire(trust(node, ours)).listen(address, counting(batches));
        PeerWire.PeerConnection peer = wire(trust(node, ours)).connect(address)) {
      for (int i = 0; i < 100; i++) {
        silent.add(new Socket(address.host(), address.port()));
      }
      assertEquals(0, peer.send(batch(), PATIENCE));
      assertEquals(1, batches.get());
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }
}
