package tercet.store.rocksdb;

import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import tercet.runtime.store.Store;
import tercet.testing.contract.StoreContract;

/** The contract of stores, with a checkpoint after every few commits. */
@Tag("slow")
final class TinyCheckpointsTest implements StoreContract {
  @TempDir Path folder;

  /** Fewer: after every few of them all files are synced. */
  @Override
  public int historyCommits() {
    return Integer.getInteger("tercet.history.commits", 500);
  }

  @Override
  public Store open(InstantSource clock) {
    RocksDbSettings settings =
        RocksDbSettings.defaults().believingLeaps().withCheckpointBytes(1_000);
    return RocksDbStore.open(folder.resolve("data"), SHARDS.count(), settings, clock);
  }
}
