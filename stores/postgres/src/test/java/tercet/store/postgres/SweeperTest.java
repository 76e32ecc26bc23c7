package tercet.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.kernel.balance.Account;
import tercet.kernel.command.Answer;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.dedupe.DedupeRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.runtime.store.Commit;

/** Expired records are removed without a request, and no other records are. */
@Tag("slow")
@Timeout(120)
final class SweeperTest {
  private static final ShardId SHARD = new ShardId(Service.PAYMENT, 0);
  private static final int EXPIRED = 250;

  @Test
  void expiredRecordsAreRemovedInSmallTransactions() {
    PostgresSettings base = TestServer.freshSchema();
    PostgresSettings settings = TestServer.sweepingOften(base, 100);
    Instant now = Instant.now();
    Map<Key, @Nullable StoredRecord> changes = new HashMap<>();
    for (int number = 0; number < EXPIRED; number++) {
      changes.put(answer("old" + number), answered(now.minus(Duration.ofMinutes(2))));
      changes.put(answer("fresh" + number), answered(now.plus(Duration.ofMinutes(2))));
    }
    changes.put(answer("late clocks see it"), answered(now.minus(Duration.ofSeconds(1))));
    changes.put(new Key(RecordKind.ACCOUNT, SHARD, "a"), new Account(new Amount(1), 1));
    try (PostgresStore store = PostgresStore.open(settings, 1, InstantSource.system())) {
      boolean done = store.commit(changes.keySet(), view -> new Commit<>(changes, true));
      assertTrue(done);
      long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (store.statistics().swept() < EXPIRED) {
        assertTrue(System.nanoTime() - end < 0, "nothing is removed");
        LockSupport.parkNanos(1_000_000);
      }
      assertEquals(EXPIRED, store.statistics().swept());
    }
    assertEquals(
        "fresh|" + EXPIRED + "\nlate|1",
        TestServer.server()
            .sql(
                "select substring(id from '^[a-z]+') as name, count(*) from "
                    + base.schema()
                    + ".records where kind = 6 group by name order by name"));
  }

  private static Key answer(String id) {
    return new Key(RecordKind.RECENT_ANSWER, SHARD, id);
  }

  private static DedupeRecord answered(Instant expiresAt) {
    return new DedupeRecord(new Answer.Done(), expiresAt);
  }
}
