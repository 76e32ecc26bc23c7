package tercet.store.postgres;

import tercet.testing.testbed.server.Firewall;
import tercet.testing.testbed.server.PostgresCluster;
import tercet.testing.testbed.server.ReplicatedServer;

/** The cluster of {@code postgres-ha}. */
final class ScriptServers implements FailoverSpeed.Servers {
  private final PostgresCluster cluster = PostgresCluster.start(TestServer::say);

  @Override
  public String url() {
    return cluster.url();
  }

  @Override
  public Runnable breakPrimary(FailoverSpeed.Fault fault, Firewall firewall) {
    ReplicatedServer primary = cluster.primary();
    switch (fault) {
      case KILL -> primary.kill();
      case PAUSE -> primary.pause();
      case ISOLATE -> firewall.blockGroup(primary.name(), primary.group());
    }
    return () -> {
      switch (fault) {
        case KILL -> {}
        case PAUSE -> primary.resume();
        case ISOLATE -> firewall.unblock(primary.name());
      }
      primary.rejoin();
      cluster.awaitStandbys(2);
    };
  }

  @Override
  public void close() {
    cluster.close();
  }
}
