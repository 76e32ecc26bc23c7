package tercet.transport.redis;

import java.util.ArrayList;
import java.util.List;
import tercet.testing.testbed.server.RedisCluster;
import tercet.testing.testbed.server.RedisProcess;
import tercet.testing.testbed.server.RedisSentinels;
import tercet.testing.testbed.server.RedisServer;

/** Servers that the tests of a run share; they end with them. */
final class TestServer {
  private TestServer() {}

  /** Started when it is first asked for. */
  private static final class Alone {
    static final RedisServer SERVER = RedisServer.start(TestServer::say);
  }

  /** Started when they are first asked for. */
  private static final class Sentinels {
    static final RedisSentinels SERVERS = RedisSentinels.start(TestServer::say);
  }

  /** Started when they are first asked for. */
  private static final class Clustered {
    static final RedisCluster SERVERS = RedisCluster.start(TestServer::say);
  }

  static RedisServer alone() {
    return Alone.SERVER;
  }

  static RedisSentinels sentinels() {
    return Sentinels.SERVERS;
  }

  static RedisCluster cluster() {
    return Clustered.SERVERS;
  }

  static void kill(List<RedisProcess> servers) {
    servers.forEach(RedisProcess::kill);
  }

  static void launchAgain(List<RedisProcess> servers) {
    new ArrayList<>(servers).forEach(RedisProcess::launchAgain);
  }

  private static void say(String progress) {
    System.out.println(progress);
  }
}
