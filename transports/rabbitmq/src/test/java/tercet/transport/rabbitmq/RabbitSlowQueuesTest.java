package tercet.transport.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.RabbitCluster;
import tercet.testing.testbed.server.TimeBound;

/** Three servers that run, and queues that answer late or not at all. */
@Tag("slow")
final class RabbitSlowQueuesTest {
  private static final Duration PAUSE = Duration.ofMillis(40);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration HALTED = Duration.ofSeconds(15);

  /** A tenth of that usually; where the halted queue delays the others it is ten seconds. */
  private static final Duration GAP_MAX = Duration.ofSeconds(3);

  /** With the time that rabbitmqctl takes, seconds on a busy machine. */
  private static final Duration BACK_MAX = Duration.ofSeconds(20);

  /** A queue takes something in every so many milliseconds. */
  private static final int HALTED_MILLIS = 250;

  private static final int RUNS_MILLIS = 15;
  private static final Duration SLOW = Duration.ofSeconds(2);

  /** Of all servers. */
  private static final String CLOSE_ALL =
      """
      [rabbit_networking:close_connection(Each, <<"a test wants fresh ones">>)
       || Each <- rabbit_networking:connections()].
      """;

  private static final Duration WARM_MAX = Duration.ofSeconds(6);

  private static final Shards SHARDS = new Shards(8);
  private static final ShardId HALTED_SHARD = new ShardId(Service.ORDER, 0);
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

  private static List<String> queues(RabbitSettings settings) {
    Topology topology = new Topology(settings, SHARDS);
    return SHARDS.all().stream().map(topology::queue).toList();
  }

  @Test
  void queueThatDoesNotAnswerDelaysNoOther() throws IOException {
    RabbitSettings settings = settings();
    Set<ShardId> others = new HashSet<>(SHARDS.all());
    others.remove(HALTED_SHARD);
    List<String> halted = List.of(new Topology(settings, SHARDS).queue(HALTED_SHARD));
    try (RabbitLoad load = new RabbitLoad(settings, SHARDS, PAUSE)) {
      load.awaitSteady(PATIENCE);
      long connections = load.connections();
      long told;
      try (HaltedQueues _ = HaltedQueues.halt(servers, halted)) {
        load.measureAnew();
        long since = System.nanoTime();
        Await.until("time passes", PATIENCE, () -> System.nanoTime() - since > HALTED.toNanos());
        System.out.printf(
            "One of %d queues halted for %d s: longest time without success of the others %d ms%n",
            SHARDS.all().size(), HALTED.toSeconds(), load.longestGap(others).toMillis());
        assertEquals(0, load.came(HALTED_SHARD), "messages of a halted queue");
        Duration gap = load.longestGap(others);
        assertTrue(gap.compareTo(TimeBound.of(GAP_MAX)) < 0, gap::toString);
        assertEquals(connections, load.connections());
        told = System.nanoTime();
      }
      long ran = System.nanoTime();
      Await.until("it works again", PATIENCE, () -> load.came(HALTED_SHARD) > 0);
      Duration after = Duration.ofNanos(System.nanoTime() - told);
      System.out.printf(
          "It has messages again %d ms after rabbitmqctl was started for that, which took %d ms;"
              + " %s%n",
          after.toMillis(), Duration.ofNanos(ran - told).toMillis(), load.story());
      assertTrue(after.compareTo(TimeBound.of(BACK_MAX)) < 0, after::toString);
      load.awaitSteady(PATIENCE);
      load.stopSending();
      load.awaitConfirmed(PATIENCE, servers);
    }
  }

  /** The server may be to blame, so the next one is tried, again and again. */
  @Test
  void connectionIsLeftOnWhichNoQueueAnswers() throws IOException {
    RabbitSettings settings = settings();
    try (RabbitLoad load = new RabbitLoad(settings, SHARDS, PAUSE)) {
      load.awaitSteady(PATIENCE);
      long connections = load.connections();
      long told;
      try (HaltedQueues _ = HaltedQueues.halt(servers, queues(settings))) {
        Await.until("another is tried", PATIENCE, () -> load.connections() > connections + 1);
        load.measureAnew();
        told = System.nanoTime();
      }
      load.awaitSteady(PATIENCE);
      Duration after = Duration.ofNanos(System.nanoTime() - told);
      System.out.printf(
          "All of %d queues halted, %d connections tried: steady %d ms after rabbitmqctl was"
              + " started for that; %s%n",
          SHARDS.all().size(), load.connections() - connections, after.toMillis(), load.story());
      assertTrue(after.compareTo(TimeBound.of(BACK_MAX)) < 0, after::toString);
      load.stopSending();
      load.awaitConfirmed(PATIENCE, servers);
    }
  }

  /** The first message of a channel to a quorum queue waits for a commit more than later ones. */
  @Test
  void freshConnectionIsNotGivenUpWhileItsQueuesAreSlow() throws IOException {
    RabbitSettings settings = settings();
    List<String> all = queues(settings);
    try (RabbitLoad load = new RabbitLoad(settings, SHARDS, PAUSE)) {
      load.awaitSteady(PATIENCE);
      try (HaltedQueues _ = HaltedQueues.slow(servers, all, HALTED_MILLIS, RUNS_MILLIS)) {
        long connections = load.connections();
        load.measureAnew();
        servers.server().control("eval", CLOSE_ALL);
        load.awaitSteady(PATIENCE, SLOW);
        Duration warm = load.longestGap();
        System.out.printf(
            "%d slow queues, all connections closed: longest time without success %d ms, %d"
                + " connections made anew; %s%n",
            all.size(), warm.toMillis(), load.connections() - connections, load.story());
        assertTrue(warm.compareTo(TimeBound.of(WARM_MAX)) < 0, warm::toString);
      }
      load.awaitSteady(PATIENCE);
      load.stopSending();
      load.awaitConfirmed(PATIENCE, servers);
    }
  }
}
