package tercet.server.wiring;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tercet.gateway.Access;
import tercet.gateway.EngineMetric;
import tercet.gateway.GatewaySettings;
import tercet.gateway.access.Tokens;
import tercet.runtime.cluster.PeerTrust;
import tercet.runtime.tls.TlsIdentity;
import tercet.server.config.AccessChoice;
import tercet.server.config.ClusterConfig;
import tercet.server.config.Configuration;
import tercet.server.config.TlsFiles;
import tercet.server.config.TransportChoice;
import tercet.server.config.Tuning;
import tercet.server.metrics.EngineMetrics;

/**
 * The files with secrets, hashes of them and certificates, which may change while the process runs.
 */
final class WatchedFiles implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(WatchedFiles.class.getName());

  private final List<FileWatch> watches = new ArrayList<>();
  private final List<EngineMetric> metrics = new ArrayList<>();

  /**
   * Reads the tokens, if there are some.
   *
   * @throws IOException with a sentence for the operator if the file is wrong
   */
  Access access(AccessChoice choice) throws IOException {
    Access access = Access.open();
    Path file = choice.tokensFile();
    if (file != null) {
      watches.add(
          FileWatch.start(
              "tokens", List.of(file), texts -> access.change(Tokens.parse(texts.getFirst()))));
    }
    return access;
  }

  /**
   * How the ports are served, with TLS if the user chose it.
   *
   * @throws IOException with a sentence for the operator if a file is wrong
   */
  GatewaySettings gateway(Configuration configuration) throws IOException {
    GatewaySettings plain = Tuning.gateway(configuration);
    TlsFiles chosen = configuration.access().tls();
    if (chosen == null) {
      return plain;
    }
    TlsIdentity identity = chosen.read();
    watches.add(
        FileWatch.start(
            "certificate and key of the ports",
            chosen.all(),
            texts -> identity.change(TlsFiles.texts(texts))));
    metrics.add(EngineMetrics.of(identity, "ports"));
    warnOfReaders(chosen.key());
    return plain.withTls(identity);
  }

  /**
   * Watches the files that let nodes know each other, if there are some.
   *
   * @param membership null without a cluster
   * @throws IOException with a sentence for the operator if a file is wrong
   */
  void trust(@Nullable ClusterConfig membership) throws IOException {
    if (membership == null
        || !(membership.transport() instanceof TransportChoice.Direct direct)
        || direct.files().isEmpty()) {
      return;
    }
    switch (direct.trust()) {
      case PeerTrust.SharedSecret shared ->
          watches.add(
              FileWatch.start(
                  "cluster secret",
                  direct.files(),
                  texts -> shared.secret().change(texts.getFirst())));
      case PeerTrust.MutualTls tls -> {
        watches.add(
            FileWatch.start(
                "certificates and key of the node",
                direct.files(),
                texts -> tls.identity().change(TlsFiles.texts(texts))));
        metrics.add(EngineMetrics.of(tls.identity(), "node"));
        warnOfReaders(direct.files().get(1));
      }
    }
  }

  /** Of the certificates that were read before. */
  List<EngineMetric> metrics() {
    return List.copyOf(metrics);
  }

  /** A mounted secret may have to be readable, so this is no reason not to start. */
  private static void warnOfReaders(Path key) {
    try {
      if (Files.getPosixFilePermissions(key).contains(PosixFilePermission.OTHERS_READ)) {
        LOG.log(
            Level.WARNING,
            "Every user of this machine can read the private key in {0}: chmod 600 {0}",
            key);
      }
    } catch (IOException | UnsupportedOperationException unknown) {
      // no such permissions here
    }
  }

  @Override
  public void close() {
    watches.forEach(FileWatch::close);
  }
}
