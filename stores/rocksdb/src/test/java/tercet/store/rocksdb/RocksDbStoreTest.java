package tercet.store.rocksdb;

import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;
import tercet.runtime.store.Store;
import tercet.testing.contract.StoreContract;
import tercet.testing.contract.StoreKeys;

/** The contract of stores, with the limits of production. */
final class RocksDbStoreTest implements StoreContract, StoreKeys {
  @TempDir Path folder;

  @Override
  public Store open(InstantSource clock) {
    return RocksDbStore.open(
        folder.resolve("data"), SHARDS.count(), RocksDbSettings.defaults().believingLeaps(), clock);
  }
}
