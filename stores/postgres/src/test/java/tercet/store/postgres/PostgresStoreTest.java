package tercet.store.postgres;

import java.time.InstantSource;
import org.junit.jupiter.api.Tag;
import tercet.conformance.StoreContract;
import tercet.runtime.store.Store;

/** The contract of stores, with the limits of production. */
@Tag("slow")
final class PostgresStoreTest implements StoreContract {
  private final PostgresSettings settings = TestServer.freshSchema();

  @Override
  public Store open() {
    return PostgresStore.open(settings, SHARDS.count(), InstantSource.system());
  }
}
