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
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;
import tercet.driver.redis.RedisConnections;
import tercet.driver.redis.RedisLogin;
import tercet.testing.testbed.server.Await;
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

  /** As many as the pool may have, so that one that keeps its place would be missed. */
  @Test
  void connectionsThatBreakInACommandLeaveTheirPlaces() {
    try (RedisServer server = RedisServer.start(TestSettings::say);
        RedisConnections connections = new RedisConnections(login(server))) {
      List<Connection> open = new ArrayList<>();
      for (int number = 0; number < 2 * login(server).connections(); number++) {
        open.add(connections.connect(new byte[0]));
      }
      server.process().kill();
      server.restart();
      for (Connection connection : open) {
        assertThrows(JedisException.class, () -> sendLargeValues(connection));
        connections.giveBack(connection);
      }
      Await.until("there is room", Duration.ofSeconds(30), () -> answers(connections));
    }
  }

  private static void sendLargeValues(Connection connection) {
    byte[] value = new byte[1 << 16];
    for (int number = 0; number < 1_000; number++) {
      connection.sendCommand(Protocol.Command.SET, new byte[] {'k'}, value);
    }
  }

  private static boolean answers(RedisConnections connections) {
    try {
      Connection connection = connections.connect(new byte[0]);
      try {
        return connection.ping();
      } finally {
        connections.giveBack(connection);
      }
    } catch (JedisException e) {
      return false;
    }
  }

  private static RedisLogin login(RedisServer server) {
    return TestSettings.settings(server.url(), "shop", 0).login();
  }
}
