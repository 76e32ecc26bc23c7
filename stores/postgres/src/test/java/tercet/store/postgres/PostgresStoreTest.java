package tercet.store.postgres;

import java.time.InstantSource;
import org.junit.jupiter.api.Tag;
import tercet.runtime.store.Store;
import tercet.testing.contract.StoreContract;
import tercet.testing.contract.StoreKeys;

/** The contract of stores, with the limits of production, but for how often it sweeps. */
@Tag("slow")
final class PostgresStoreTest implements StoreContract, StoreKeys {
  private final PostgresSettings settings = TestServer.sweepingOften(TestServer.freshSchema(), 100);

  /** Fewer: each is two round trips and a sync of the server's disk. */
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
    return PostgresStore.open(settings, SHARDS.count(), clock);
  }
}
