package tercet.store.redis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisConnectionException;
import tercet.kernel.balance.Account;
import tercet.kernel.id.Amount;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.runtime.store.Commit;
import tercet.runtime.store.StoreUnavailableException;
import tercet.testing.testbed.server.RedisServer;

/** Nodes whose memories or clocks differ agree on what is lost, and on what was accepted. */
@Tag("slow")
@Timeout(120)
final class AcceptedLossTest {
  private static final long HOUR_MILLIS = 3_600_000;
  private static final Shards SHARDS = new Shards(2);
  private static final Key KEY = new Key(RecordKind.ACCOUNT, new ShardId(Service.PAYMENT, 0), "a");

  @Test
  void nodeThatStoodStillDoesNotTakeItBack(@TempDir Path backups) {
    try (RedisServer server = RedisServer.start(TestSettings::say);
        SlowNode slow = new SlowNode(settings(server))) {
      Path backup = backUpBeforeLastCommit(server, slow, backups);
      rollBack(server, backup);
      try (RedisStore store = open(settings(server))) {
        slow.looks();
        assertTrue(slow.hasNoticed());
        slow.tells();
        assertTrue(refuses(store));
        try (RedisQuarantine quarantine = RedisQuarantine.open(settings(server))) {
          assertEquals(SHARDS.all().size(), quarantine.accept().size());
        }
        slow.notices(); // as if it had stood still since it looked
        assertTrue(slow.hasNoticed());
        slow.tells();
        assertFalse(slow.hasNoticed());
        assertFalse(refuses(store));
        try (RedisQuarantine quarantine = RedisQuarantine.open(settings(server))) {
          assertEquals(List.of(), quarantine.shards());
        }
      }
    }
  }

  /** The server restarts, and what it had meanwhile is gone again. */
  @Test
  void nodeThatStoodStillTellsItAlsoAfterAnotherRollback(@TempDir Path backups) {
    try (RedisServer server = RedisServer.start(TestSettings::say);
        SlowNode slow = new SlowNode(settings(server))) {
      Path backup = backUpBeforeLastCommit(server, slow, backups);
      rollBack(server, backup);
      open(settings(server)).close();
      slow.looks();
      assertTrue(slow.hasNoticed());
      rollBack(server, backup);
      slow.tells();
      try (RedisStore store = open(settings(server))) {
        assertTrue(refuses(store));
      }
    }
  }

  /** Nodes that know nothing of the loss commit more than was lost, and the server restarts. */
  @Test
  void nodeThatStoodStillNoticesALossFromBeforeTheLastLife(@TempDir Path backups) {
    try (RedisServer server = RedisServer.start(TestSettings::say);
        SlowNode slow = new SlowNode(settings(server))) {
      Path backup = backUpBeforeLastCommit(server, slow, backups);
      rollBack(server, backup);
      for (int life = 0; life < 3; life++) {
        try (RedisStore store = open(settings(server))) {
          for (int amount = 0; amount < 5; amount++) {
            put(store, amount);
          }
          assertFalse(refuses(store));
        }
        server.process().kill();
        server.restart();
      }
      slow.tells();
      try (RedisStore store = open(settings(server))) {
        assertTrue(refuses(store));
      }
    }
  }

  /** Those are kept that are over, and nothing is dropped. */
  @Test
  void statesWithEarlierLivesAreRead() {
    ShardState state = null;
    for (int life = 1; life <= 12; life++) {
      state = ShardState.ofNewLife(state, life, "0123456789".repeat(4), life);
      assertEquals(state, ShardState.read(state.toBytes()));
      ShardState refused = state.quarantined(7);
      assertEquals(refused, ShardState.read(refused.toBytes()));
      assertEquals(Math.min(life - 1, 8), state.earlier().size());
      ShardState accepted = refused.accepted(life, 9);
      assertEquals(accepted, ShardState.read(accepted.toBytes()));
      assertEquals(List.of(), accepted.earlier());
    }
  }

  /** As versions wrote it that knew one incarnation only. */
  @Test
  void statesOfEarlierVersionsAreRead() {
    byte[] bytes =
        ByteBuffer.allocate(60)
            .putLong(5)
            .putLong(6)
            .putLong(7)
            .putLong(8)
            .putLong(4)
            .put(new byte[20])
            .array();
    ShardState state = ShardState.read(bytes);
    assertEquals(5, state.sequence());
    assertEquals(4, state.bornAt());
    assertFalse(state.isQuarantined());
    assertArrayEquals(bytes, state.toBytes());
    byte[] longer = Arrays.copyOf(bytes, 61);
    assertTrue(ShardState.read(longer).isQuarantined());
    assertArrayEquals(longer, ShardState.read(longer).toBytes());
  }

  /** A clock an hour ahead, and a server that restarts afterwards. */
  @Test
  void incarnationsGrowAlsoUnderNodesWithLaterClocks() {
    try (RedisServer server = RedisServer.start(TestSettings::say);
        SlowNode ahead = new SlowNode(settings(server))) {
      ahead.put(1);
      long later = ahead.beginsAsOf(System.currentTimeMillis() + HOUR_MILLIS);
      server.process().kill();
      server.restart();
      try (RedisStore store = open(settings(server))) {
        assertFalse(refuses(store));
        long next = store.commit(List.of(KEY), view -> new Commit<>(Map.of(), view.incarnation()));
        assertTrue(next > later);
      }
      ahead.put(2);
    }
  }

  private static Path backUpBeforeLastCommit(RedisServer server, SlowNode slow, Path backups) {
    slow.put(1);
    server.process().kill();
    Path backup = server.backUp(backups.resolve("old"));
    server.restart();
    slow.put(2);
    return backup;
  }

  private static void rollBack(RedisServer server, Path backup) {
    server.process().kill();
    server.restore(backup);
    server.restart();
  }

  private static RedisSettings settings(RedisServer server) {
    return TestSettings.settings(server.url(), "shop", 0);
  }

  private static RedisStore open(RedisSettings settings) {
    return RedisStore.open(settings, SHARDS.count(), InstantSource.system());
  }

  private static void put(RedisStore store, long amount) {
    Account account = new Account(new Amount(amount), 1);
    store.commit(List.of(KEY), view -> new Commit<>(Map.of(KEY, account), true));
  }

  private static boolean refuses(RedisStore store) {
    try {
      store.commit(List.of(KEY), view -> new Commit<>(Map.of(), view.get(KEY) != null));
      return false;
    } catch (StoreUnavailableException e) {
      return String.valueOf(e.getMessage()).contains("accept-loss");
    }
  }

  /** The parts of a store, one step at a time. */
  private static final class SlowNode implements AutoCloseable {
    private final Servers servers;
    private final KnownShards known;
    private final RecordClient client;
    private final ShardCache shard;
    private @Nullable ShardState durable;

    SlowNode(RedisSettings settings) {
      this.servers = new Servers(settings);
      this.known = new KnownShards(SHARDS, settings);
      this.client = new RecordClient(known, servers, settings);
      this.shard = known.of(KEY.shard());
    }

    void put(long amount) {
      repeat(() -> {
        Reading reading = new Reading(known, client, false);
        reading.prefetch(List.of(KEY));
        client.commit(reading, Map.of(KEY, new Account(new Amount(amount), 1)));
      });
      durable = shard.durable();
    }

    private ShardState durable() {
      return Objects.requireNonNull(durable, "nothing was put");
    }

    /** It reads the state, and comes no further. */
    void looks() {
      repeat(() -> {
        try (Link link = servers.connect(shard.names())) {
          CommandArguments get =
              new CommandArguments(Protocol.Command.GET).add(shard.names().state());
          byte[] state = (byte[]) link.send(List.of(get)).getFirst();
          known.found(shard, ShardState.read(state), durable());
        }
      });
    }

    /** Begins a new life of the shard by another clock. */
    long beginsAsOf(long incarnation) {
      ShardState state = ShardState.ofNewLife(durable(), incarnation, durable().server(), 0);
      try (Link link = servers.connect(shard.names())) {
        CommandArguments set =
            new CommandArguments(Protocol.Command.SET)
                .add(shard.names().state())
                .add(state.toBytes());
        RecordClient.answer(link, link.send(List.of(set)).getFirst());
      }
      return incarnation;
    }

    void notices() {
      shard.quarantine(durable());
    }

    boolean hasNoticed() {
      return shard.isLossUnwritten();
    }

    /** It goes on where it stood still. */
    void tells() {
      repeat(() -> {
        try {
          client.read(Map.of(shard, Set.of()), (some, at, records) -> {});
        } catch (QuarantinedException e) {
          assertTrue(shard.isQuarantined());
        }
      });
    }

    /** Connections from before a restart are broken. */
    private static void repeat(Runnable step) {
      for (int run = 1; ; run++) {
        try {
          step.run();
          return;
        } catch (MovedException | JedisConnectionException e) {
          assertTrue(run < 10, e::toString);
        }
      }
    }

    @Override
    public void close() {
      servers.close();
    }
  }
}
