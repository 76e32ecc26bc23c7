package tercet.testing.testbed.cluster;

import java.util.Set;
import tercet.testing.testbed.server.RedisProcess;

/** One of several Redis servers: a master, or a replica that may become one. */
final class RedisControl extends LoneServerControl {
  private final RedisProcess server;

  RedisControl(RedisProcess server) {
    super(Set.of("database", "replica"), server);
    this.server = server;
  }

  /** As the server sees it; one that does not answer is a replica sooner or later. */
  @Override
  public Set<String> roles() {
    return server.isAlive() && server.isMaster() ? Set.of("database", "master") : super.roles();
  }

  @Override
  public boolean answers() {
    return server.isMaster() || server.isReplica();
  }
}
