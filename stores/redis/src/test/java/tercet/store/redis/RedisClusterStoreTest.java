package tercet.store.redis;

import java.time.InstantSource;
import org.junit.jupiter.api.Tag;
import tercet.runtime.store.Store;
import tercet.testing.contract.StoreContract;
import tercet.testing.contract.StoreKeys;
import tercet.testing.testbed.server.SharedRedis;

/** The contract of stores on a cluster, where a replica confirms each commit. */
@Tag("slow")
final class RedisClusterStoreTest implements StoreContract, StoreKeys {
  private final RedisSettings settings =
      TestSettings.settings(SharedRedis.cluster().url(), TestSettings.prefix(), 1);

  /** Fewer: each is a sync of the server's disk. */
  @Override
  public int historyCommits() {
    return Integer.getInteger("tercet.history.commits", 60);
  }

  @Override
  public int largeCommit() {
    return Integer.getInteger("tercet.large.commit", 30_000);
  }

  @Override
  public int rounds() {
    return 100;
  }

  @Override
  public Store open(InstantSource clock) {
    return RedisStore.open(settings, SHARDS.count(), clock);
  }
}
