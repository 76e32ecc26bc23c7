package tercet.store.redis;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisException;
import tercet.driver.redis.RedisConnections;
import tercet.driver.redis.RedisLogin;
import tercet.testing.testbed.server.RedisServer;

/** A server restarts or stands still while connections to it are idle or in use. */
@Tag("quick")
@Timeout(60)
final class BrokenConnectionTest {
  /** Not each of its idle connections. */
  @Test
  void oneFailureTellsThatTheServerHasRestarted() {
    try (RedisServer server = RedisServer.start(TestSettings::say);
        RedisConnections connections = new RedisConnections(login(server))) {
      List<Connection> open = new ArrayList<>();
      for (int number = 0; number < 4; number++) {
        open.add(connections.connect(new byte[0]));
      }
      open.forEach(connections::giveBack);
      server.process().kill();
      server.restart();
      assertFalse(answers(connections), "it was idle when the server died");
      for (int number = 0; number < 4; number++) {
        assertTrue(answers(connections));
      }
    }
  }

  /** Its pool opens another in its place, which takes as long as a server may answer. */
  @Test
  void brokenConnectionIsGivenBackAtOnce() {
    try (RedisServer server = RedisServer.start(TestSettings::say);
        RedisConnections connections = new RedisConnections(login(server))) {
      Connection connection = connections.connect(new byte[0]);
      server.process().pause();
      assertThrows(JedisException.class, connection::ping);
      long begin = System.nanoTime();
      connections.giveBack(connection);
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      assertTrue(took.compareTo(login(server).answerMax()) < 0, took::toString);
      server.process().resume();
      assertTrue(answers(connections));
    }
  }

  private static boolean answers(RedisConnections connections) {
    Connection connection = connections.connect(new byte[0]);
    try {
      return connection.ping();
    } catch (JedisException e) {
      return false;
    } finally {
      connections.giveBack(connection);
    }
  }

  private static RedisLogin login(RedisServer server) {
    return TestSettings.settings(server.url(), "shop", 0).login();
  }
}
