package tercet.store.postgres;

import java.time.InstantSource;
import org.junit.jupiter.api.Tag;
import tercet.runtime.store.Store;
import tercet.testing.contract.StoreContract;

/** The contract of stores, with the limits of production, but for how often it sweeps. */
@Tag("slow")
final class PostgresStoreTest implements StoreContract {
  private final PostgresSettings settings = TestServer.sweepingOften(TestServer.freshSchema(), 100);

  @Override
  public Store open(InstantSource clock) {
    return PostgresStore.open(settings, SHARDS.count(), clock);
  }
}
