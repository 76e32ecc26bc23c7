package tercet.store.rocksdb;

import java.util.Arrays;
import java.util.function.Consumer;
import tercet.kernel.id.Key;
import tercet.runtime.codec.ByteReader;
import tercet.runtime.codec.KeyCodec;

/** Lists the keys of a shard and kind in the sorted files. */
final class KeyListing {
  private KeyListing() {}

  /**
   * Visits keys in the order of their bytes.
   *
   * @param after to go on behind; there need be no such record
   * @throws DamagedBlockException if a part of a sorted file is damaged
   */
  static void visit(RocksDatabase database, Key after, int max, Consumer<Key> visitor) {
    byte[] behind = KeyBytes.of(after).bytes();
    database.scanSome(
        Family.of(after.kind()),
        Arrays.copyOf(behind, behind.length + 1),
        max,
        (name, record) -> {
          Key key = KeyCodec.read(new ByteReader(name));
          if (key.kind() == after.kind() && key.shard().equals(after.shard())) {
            visitor.accept(key);
          }
        });
  }
}
