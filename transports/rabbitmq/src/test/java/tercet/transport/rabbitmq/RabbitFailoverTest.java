package tercet.transport.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tercet.kernel.id.Shards;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.RabbitCluster;
import tercet.testing.testbed.server.RabbitProcess;
import tercet.testing.testbed.server.TimeBound;

/**
 * Three servers, and load while some of them are killed. {@code -Dtercet.rabbit.kills=20} is the
 * long form; it also leaves all servers dead for 20 s.
 */
@Tag("slow")
final class RabbitFailoverTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int KILLS = Integer.getInteger("tercet.rabbit.kills", 1);

  /** Fewer have a worst one only. */
  private static final int KILLS_OF_A_MEDIAN = 3;

  private static final Duration DEAD_FOR = Duration.ofSeconds(KILLS > 3 ? 20 : 0);
  private static final Duration MEDIAN_MAX = Duration.ofSeconds(1);
  private static final Duration WORST_MAX = Duration.ofSeconds(3);

  private static final Shards SHARDS = new Shards(2);
  private static RabbitCluster servers;

  @BeforeAll
  static void start() {
    servers = RabbitScene.start(3);
  }

  @AfterAll
  static void stop() {
    servers.close();
  }

  private static RabbitSettings settings() {
    return RabbitScene.settings(servers, RabbitScene.newShop()).withLifetime(Duration.ofHours(1));
  }

  /** Each time the server that this node reads from, and leads some of the queues. */
  @Test
  void noConfirmedMessageIsLostWhenServersAreKilled() throws IOException {
    RabbitSettings settings = settings();
    List<Duration> gaps = new ArrayList<>();
    try (RabbitLoad load = new RabbitLoad(settings, SHARDS)) {
      for (int kill = 0; kill < KILLS; kill++) {
        load.awaitSteady(PATIENCE);
        RabbitProcess victim = victim(load);
        Set<String> led = led(settings, victim);
        load.measureAnew();
        victim.kill();
        load.awaitSteady(PATIENCE);
        gaps.add(load.longestGap());
        System.out.printf(
            "%s killed, leader of %d queues: longest time without success %d ms%n",
            victim.name(), led.size(), gaps.getLast().toMillis());
        servers.rejoin(victim);
      }
      load.stopSending();
      load.awaitConfirmed(PATIENCE, servers);
      System.out.println(load.story());
    }
    Collections.sort(gaps);
    Duration median = gaps.get(gaps.size() / 2);
    System.out.printf(
        "%d kills: longest time without success: median %d ms, worst %d ms%n",
        KILLS, median.toMillis(), gaps.getLast().toMillis());
    assertTrue(
        KILLS < KILLS_OF_A_MEDIAN || median.compareTo(TimeBound.of(MEDIAN_MAX)) < 0,
        gaps::toString);
    assertTrue(gaps.getLast().compareTo(TimeBound.of(WORST_MAX)) < 0, gaps::toString);
  }

  private static RabbitProcess victim(RabbitLoad load) {
    return servers.servers().stream()
        .filter(server -> server.port() == load.readsFrom())
        .findFirst()
        .orElseThrow();
  }

  private static Set<String> led(RabbitSettings settings, RabbitProcess server) {
    Map<String, String> leaders = server.leaders();
    assertEquals(
        SHARDS.all().size(),
        leaders.keySet().stream().filter(name -> name.startsWith(settings.prefix() + ".")).count());
    Set<String> led = new HashSet<>(leaders.keySet());
    led.removeIf(name -> !server.node().equals(leaders.get(name)));
    return led;
  }

  @Test
  void allServersDieAndComeBack() throws IOException {
    RabbitSettings settings = settings();
    try (RabbitLoad load = new RabbitLoad(settings, SHARDS)) {
      load.awaitSteady(PATIENCE);
      servers.awaitQueuesWritten();
      load.measureAnew();
      servers.servers().forEach(RabbitProcess::kill);
      long dead = System.nanoTime();
      Await.until("messages are refused", PATIENCE, load::isRefused);
      Await.until("time passes", PATIENCE, () -> System.nanoTime() - dead >= DEAD_FOR.toNanos());
      servers.restart();
      long back = System.nanoTime();
      load.awaitSteady(PATIENCE);
      System.out.printf(
          "All servers were dead; steady %d ms after the last was back%n",
          Duration.ofNanos(System.nanoTime() - back).toMillis());
      load.stopSending();
      load.awaitConfirmed(PATIENCE, servers);
    }
  }

  /** The signs that a halted server is missed; its queues go to another leader. */
  @Test
  void haltedServerIsLeft() throws IOException {
    RabbitSettings settings = settings();
    try (RabbitLoad load = new RabbitLoad(settings, SHARDS)) {
      load.awaitSteady(PATIENCE);
      RabbitProcess victim = victim(load);
      load.measureAnew();
      victim.pause();
      try {
        Await.until("it is noticed", PATIENCE, load::isRefused);
        load.awaitSteady(PATIENCE);
        System.out.printf(
            "%s halted: longest time without success %d ms%n",
            victim.name(), load.longestGap().toMillis());
      } finally {
        victim.resume();
      }
      load.stopSending();
      load.awaitConfirmed(PATIENCE, servers);
      victim.kill(); // after such a pause a server of 3.10 makes no new queues until it restarts
      servers.rejoin(victim);
      servers.awaitComplete();
    }
  }
}
