package tercet.store.redis;

import java.time.InstantSource;
import org.junit.jupiter.api.Tag;
import tercet.runtime.store.Store;
import tercet.testing.contract.StoreContract;
import tercet.testing.contract.StoreKeys;

/** The contract of stores on one server, with the limits of production. */
@Tag("slow")
final class RedisStoreTest implements StoreContract, StoreKeys {
  private final RedisSettings settings = TestSettings.fresh();

  /** Fewer: each is a sync of the server's disk. */
  @Override
  public int historyCommits() {
    return Integer.getInteger("tercet.history.commits", 200);
  }

  @Override
  public Store open(InstantSource clock) {
    return RedisStore.open(settings, SHARDS.count(), clock);
  }
}
