package tercet.store.redis;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.kernel.balance.Account;
import tercet.kernel.id.Amount;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.runtime.store.Commit;
import tercet.runtime.store.Store;
import tercet.runtime.store.StoreUnavailableException;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.RedisServer;

/** A replica confirms slowly, as one does whose disk is busy. */
@Tag("slow")
@Timeout(120)
final class SlowReplicaTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Well within the time that a commit may take. */
  private static final Duration SLOW = Duration.ofMillis(200);

  private static final Duration TOO_SLOW = Duration.ofMillis(700);
  private static final Key KEY = new Key(RecordKind.ACCOUNT, new ShardId(Service.PAYMENT, 0), "a");

  /** A pace that is fine before a confirmation that is too late is fine after it, too. */
  @Test
  void oneLateConfirmationStopsNothingForLong() throws Exception {
    try (RedisServer master = RedisServer.start(TestSettings::say);
        RedisServer replica = RedisServer.start(TestSettings::say);
        DelayingProxy proxy = new DelayingProxy(master.process().port(), SLOW)) {
      replica.process().cli("REPLICAOF", "127.0.0.1", "" + proxy.port());
      Await.until("it follows", PATIENCE, replica.process()::isReplica);
      try (RedisStore store =
          RedisStore.open(
              TestSettings.settings(master.url(), TestSettings.prefix(), 1),
              1,
              InstantSource.system())) {
        Await.until("it serves", PATIENCE, () -> canPut(store, 1));
        for (int amount = 2; amount < 5; amount++) {
          assertTrue(canPutSoon(store, amount), "a slow replica is waited for");
        }
        proxy.delayBy(TOO_SLOW);
        assertFalse(canPut(store, 5));
        proxy.delayBy(SLOW);
        Await.until("it serves again", PATIENCE, () -> canPut(store, 6));
        for (int amount = 7; amount < 10; amount++) {
          assertTrue(canPutSoon(store, amount), "and it goes on");
        }
      }
    }
  }

  /** Tries once more, in case the machine stood still. */
  private static boolean canPutSoon(Store store, long amount) {
    boolean put = canPut(store, amount);
    return put || canPut(store, amount);
  }

  private static boolean canPut(Store store, long amount) {
    try {
      Account account = new Account(new Amount(amount), 1);
      store.commit(List.of(KEY), view -> new Commit<>(Map.of(KEY, account), true));
      return true;
    } catch (StoreUnavailableException e) {
      return false;
    }
  }
}
