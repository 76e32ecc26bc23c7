package tercet.store.postgres;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tercet.kernel.balance.Account;
import tercet.kernel.command.Answer;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.dedupe.DedupeRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.kernel.id.UserId;
import tercet.runtime.request.IdSource;
import tercet.runtime.store.Commit;
import tercet.testing.testbed.server.PostgresServer;

/**
 * Measures commands per second on one connection by batch size, beside pgbench on the same server
 * in the same run. A command reads an account and its own answer record, and writes both. Not a
 * test: run it by {@code -Dtest=CommitSpeed}.
 */
final class CommitSpeed {
  private static final Shards SHARDS = new Shards(16);
  private static final IdSource IDS = IdSource.random();
  private static final int ACCOUNTS = 100_000;
  private static final Duration ROUND = Duration.ofSeconds(4);
  private static final int PGBENCH_SCALE = 10;

  @Test
  void commandsPerSecondByBatchSize() {
    try (PostgresServer server = PostgresServer.start(TestServer::say);
        PostgresStore store =
            PostgresStore.open(
                TestServer.settings(server, "speed"), SHARDS.count(), InstantSource.system())) {
      server.program("pgbench", "--initialize", "--quiet", "--scale=" + PGBENCH_SCALE);
      fill(store);
      server.sql("vacuum analyze");
      for (int batch : new int[] {1, 10, 100, 1_000, 1, 10, 100, 1_000}) {
        double transactions = pgbench(server);
        double commands = measure(store, batch);
        System.out.printf(
            "batches of %d: %,.0f commands/s; pgbench simple-update: %,.0f/s; %.2f to 1%n",
            batch, commands, transactions, commands / transactions);
      }
      System.out.println(store.statistics());
    }
  }

  /** Its transactions per second. */
  private static double pgbench(PostgresServer server) {
    String said =
        server.program(
            "pgbench",
            "--builtin=simple-update",
            "--client=16",
            "--jobs=1",
            "--time=" + ROUND.toSeconds());
    Matcher tps = Pattern.compile("tps = ([0-9.]+)").matcher(said);
    if (!tps.find()) {
      throw new IllegalStateException(said);
    }
    return Double.parseDouble(tps.group(1));
  }

  private static void fill(PostgresStore store) {
    Map<Key, @Nullable StoredRecord> changes = new HashMap<>();
    for (int number = 0; number < ACCOUNTS; number++) {
      changes.put(account(number), new Account(new Amount(0), 1));
    }
    boolean done = store.commit(List.of(), view -> new Commit<>(changes, true));
    if (!done) {
      throw new IllegalStateException("nothing was filled");
    }
  }

  private static Key account(int number) {
    UserId user = new UserId(Integer.toString(number));
    return new Key(RecordKind.ACCOUNT, SHARDS.of(user), user.value());
  }

  private static double measure(PostgresStore store, int batch) {
    SplittableRandom random = new SplittableRandom(batch);
    long commands = 0;
    long start = System.nanoTime();
    long end = start + ROUND.toNanos();
    long now = start;
    while (now < end) {
      commands += commit(store, batch, random);
      now = System.nanoTime();
    }
    return commands * 1e9 / (now - start);
  }

  private static int commit(PostgresStore store, int batch, SplittableRandom random) {
    List<Key> expected = new ArrayList<>(2 * batch);
    for (int i = 0; i < batch; i++) {
      Key account = account(random.nextInt(ACCOUNTS));
      expected.add(account);
      expected.add(new Key(RecordKind.RECENT_ANSWER, shard(account), IDS.get()));
    }
    Instant expiresAt = Instant.ofEpochMilli(System.currentTimeMillis()).plusSeconds(4);
    return store.commit(
        expected,
        view -> {
          Map<Key, @Nullable StoredRecord> changes = new HashMap<>();
          for (Key key : expected) {
            StoredRecord found = changes.getOrDefault(key, view.get(key));
            if (found instanceof Account account) {
              changes.put(key, new Account(new Amount(account.amount().value() + 1), 1));
            } else {
              changes.put(key, new DedupeRecord(new Answer.Done(), expiresAt));
            }
          }
          return new Commit<>(changes, batch);
        });
  }

  private static ShardId shard(Key account) {
    return new ShardId(Service.PAYMENT, account.shard().index());
  }
}
