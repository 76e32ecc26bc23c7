package tercet.store.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.UserId;
import tercet.kernel.order.Order;
import tercet.runtime.store.Commit;
import tercet.runtime.store.StoreFailedException;
import tercet.testing.testbed.server.Shell;

/** A store that has failed once says so and does nothing more. */
@Tag("quick")
final class FailStopTest {
  private static final ShardId shard = new ShardId(Service.ORDER, 0);

  @TempDir Path folder;

  @Test
  void fullDiskStopsTheStoreAndWhatWasAcknowledgedIsFoundWhenThereIsSpaceAgain() throws Exception {
    Path disk = Files.createDirectories(folder.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=24m", "none", disk.toString()) == 0,
        "this user may not mount");
    try {
      Path data = disk.resolve("data");
      int acknowledged = 0;
      try (RocksDbStore store = open(data)) {
        String message = "";
        while (message.isEmpty() && acknowledged < 10_000) {
          try {
            putOrder(store, acknowledged);
            acknowledged++;
          } catch (StoreFailedException e) {
            message = String.valueOf(e.getMessage());
          }
        }
        assertTrue(message.contains("in the data folder " + data + "."), message);
        assertTrue(message.contains("The disk is full: free some space and start again."), message);
        assertThrows(StoreFailedException.class, () -> putOrder(store, -1));
        assertThrows(
            StoreFailedException.class, () -> store.scanOpen(List.of(shard), (key, open) -> {}));
      }
      assertEquals(0, run("mount", "-o", "remount,size=96m", disk.toString()));
      try (RocksDbStore store = open(data)) {
        for (int i = 0; i < acknowledged; i++) {
          assertTrue(hasOrder(store, i), i + " of " + acknowledged + " is gone");
        }
        putOrder(store, acknowledged);
      }
    } finally {
      assertEquals(0, run("umount", disk.toString()));
    }
  }

  @Test
  void bugInACheckpointStopsTheStore() {
    FailStop failStop = new FailStop(folder);
    failStop.check();
    StoreFailedException first =
        failStop.stop("A checkpoint", new IllegalStateException("no such family"));
    assertEquals(
        "A checkpoint failed in the data folder "
            + folder
            + ". Start again: acknowledged commits are kept. This is a bug. (no such family)",
        first.getMessage());
    StoreFailedException second =
        failStop.stop("Committing", new IllegalStateException("something else"));
    assertTrue(String.valueOf(second.getMessage()).startsWith("Committing failed in "));
    StoreFailedException later = assertThrows(StoreFailedException.class, failStop::check);
    assertEquals(first.getMessage(), later.getMessage());
  }

  private static RocksDbStore open(Path data) {
    RocksDbSettings settings = RocksDbSettings.defaults().withCheckpointBytes(4 << 20);
    return RocksDbStore.open(data, 1, settings, InstantSource.system());
  }

  private static Key key(int number) {
    return new Key(RecordKind.ORDER, shard, Integer.toString(number));
  }

  /** About twenty thousand bytes that cannot be compressed much. */
  private static void putOrder(RocksDbStore store, int number) {
    StringBuilder user = new StringBuilder();
    for (int i = 0; i < 1_000; i++) {
      user.append(Math.sin(i + number));
    }
    Order order = new Order.Unpaid(new UserId(user.toString()), List.of(), number);
    boolean done = store.commit(List.of(), view -> new Commit<>(Map.of(key(number), order), true));
    assertTrue(done);
  }

  private static boolean hasOrder(RocksDbStore store, int number) {
    return store.commit(
        List.of(), view -> new Commit<>(Map.of(), view.get(key(number)) instanceof Order));
  }

  private static int run(String... command) {
    return Shell.run(List.of(command)).status();
  }
}
