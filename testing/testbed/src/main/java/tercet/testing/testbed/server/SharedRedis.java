package tercet.testing.testbed.server;

/**
 * Servers of Redis that the tests of a process share. Each is started when a test first asks for
 * it, and ends with the process.
 */
public final class SharedRedis {
  private SharedRedis() {}

  private static final class Alone {
    static final RedisServer SERVER = RedisServer.start(System.out::println);
  }

  private static final class Sentinels {
    static final RedisSentinels SERVERS = RedisSentinels.start(System.out::println);
  }

  private static final class Clustered {
    static final RedisCluster SERVERS = RedisCluster.start(System.out::println);
  }

  /** One server. */
  public static RedisServer alone() {
    return Alone.SERVER;
  }

  /** A master and replicas under sentinels. */
  public static RedisSentinels sentinels() {
    return Sentinels.SERVERS;
  }

  /** Redis Cluster. */
  public static RedisCluster cluster() {
    return Clustered.SERVERS;
  }
}
