package tercet.transport.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Connection;
import tercet.driver.redis.RedisAddress;
import tercet.driver.redis.RedisConnections;
import tercet.driver.redis.RedisLogin;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.Ports;
import tercet.testing.testbed.server.RedisServer;
import tercet.testing.testbed.server.ServerProcess;
import tercet.testing.testbed.server.TimeBound;

/** Sentinels that have not heard of a new master, or do not answer at all. */
@Tag("slow")
@Timeout(120)
final class SentinelsTest {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(1);
  private static final int CALLERS = 15;

  @TempDir private Path folder;
  private final List<ServerProcess> sentinels = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();

  /** They watch different servers, so the late one never hears of the other's. */
  @Test
  void nodeStaysWithTheMasterOfTheLatestElection() throws IOException {
    try (RedisServer old = RedisServer.start(what -> {});
        RedisServer fresh = RedisServer.start(what -> {})) {
      sentinel(old, 4);
      sentinel(fresh, 5);
      sentinel(old, 4);
      try (RedisConnections connections = new RedisConnections(login())) {
        for (int time = 0; time < 5; time++) {
          assertEquals(fresh.process().port(), masterPort(connections), "look " + time);
          connections.renew();
        }
        sentinels.get(1).pause();
        sentinels.get(2).pause();
        connections.renew();
        assertEquals(fresh.process().port(), masterPort(connections), "one late sentinel is left");
        sentinels.get(2).resume();
        Await.until(
            "most sentinels say otherwise",
            () -> {
              connections.renew();
              return masterPort(connections) == old.process().port();
            });
      }
    } finally {
      sentinels.forEach(ServerProcess::kill);
    }
  }

  @Test
  void sentinelThatDoesNotAnswerDelaysNoCaller() throws Exception {
    try (RedisServer server = RedisServer.start(what -> {})) {
      for (int number = 0; number < 3; number++) {
        sentinel(server, 1);
      }
      try (RedisConnections connections = new RedisConnections(login())) {
        connections.renew(); // and all that it needs is loaded
        sentinels.getFirst().pause();
        List<Thread> callers = new ArrayList<>();
        long start = System.nanoTime();
        for (int number = 0; number < CALLERS; number++) {
          callers.add(Thread.startVirtualThread(connections::renew));
        }
        for (Thread caller : callers) {
          caller.join();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.compareTo(TimeBound.of(ANSWER_MAX)) < 0, took::toString);
        assertEquals(server.process().port(), masterPort(connections));
      }
    } finally {
      sentinels.forEach(ServerProcess::kill);
    }
  }

  private RedisLogin login() {
    List<String> hosts = ports.stream().map(port -> "127.0.0.1:" + port).toList();
    return new RedisLogin(
        RedisAddress.parse("redis-sentinel://" + String.join(",", hosts) + "/shop"),
        "",
        null,
        null,
        ANSWER_MAX,
        4);
  }

  private static int masterPort(RedisConnections connections) {
    Connection connection = connections.connect(new byte[0]);
    int port = connection.getHostAndPort().getPort();
    connections.giveBack(connection);
    return port;
  }

  /** Starts one that knows no other, and so holds no election. */
  private void sentinel(RedisServer master, int epoch) throws IOException {
    int port = Ports.free();
    Path own = Files.createDirectory(folder.resolve("sentinel-" + port));
    Path file = own.resolve("sentinel.conf");
    Files.writeString(
        file,
        """
        port %d
        bind 127.0.0.1
        dir %s
        sentinel monitor shop 127.0.0.1 %d 2
        sentinel config-epoch shop %d
        """
            .formatted(port, own, master.process().port(), epoch));
    List<String> command = List.of("/usr/bin/redis-sentinel", file.toString());
    ServerProcess process = ServerProcess.start(own, own.resolve("log"), Map.of(), command);
    sentinels.add(process);
    ports.add(port);
    process.await(
        "a sentinel answers", Duration.ofSeconds(30), () -> process.log().contains("+monitor"));
  }
}
