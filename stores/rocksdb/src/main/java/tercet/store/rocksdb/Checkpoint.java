package tercet.store.rocksdb;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileWriter;

/**
 * Brings the sorted files up to date with the journal, so that the journal can begin anew. If it
 * dies at any point, the next start reads a journal that covers all that it had written.
 */
final class Checkpoint {
  private static final int USUAL_BYTES = 4 << 10;

  private final RocksDatabase database;
  private final CheckpointedRecords kept;
  private final Journal journal;
  private final Lock exclusive;
  private final Path incoming;
  private long files;

  /**
   * @param exclusive no commit is under way while it is held
   * @param incoming folder for files that are being written
   */
  Checkpoint(
      RocksDatabase database,
      CheckpointedRecords kept,
      Journal journal,
      Lock exclusive,
      Path incoming) {
    this.database = database;
    this.kept = kept;
    this.journal = journal;
    this.exclusive = exclusive;
    this.incoming = incoming;
  }

  /**
   * Writes the changes in the journal of an earlier process. To be called before the first one of
   * this process is made.
   *
   * @param before number of the first commit of this process
   */
  void write(CommitIndex recovered, long before) {
    writeFiles(recovered);
    kept.thawRecovered();
    cutJournal(before);
  }

  /**
   * Sets aside the changes to be written. Commits wait meanwhile, as long as the slowest commit
   * under way takes.
   */
  Frozen freeze() {
    exclusive.lock();
    try {
      return new Frozen(kept.freeze(), journal.cut());
    } finally {
      exclusive.unlock();
    }
  }

  /**
   * The changes that a checkpoint writes.
   *
   * @param before number of the first commit that it does not cover
   */
  record Frozen(CommitIndex changes, long before) {}

  /** Writes the changes that were set aside. Commits go on meanwhile. */
  void write(Frozen frozen) {
    kept.thaw(writeFiles(frozen.changes()));
    cutJournal(frozen.before());
  }

  private List<Entry> writeFiles(CommitIndex changes) {
    Map<Family, List<Entry>> entries = new EnumMap<>(Family.class);
    changes.forEach(entry ->
        entries
            .computeIfAbsent(Family.of(entry.kindNumber()), none -> new ArrayList<>())
            .add(entry));
    entries.forEach(this::write);
    return entries.values().stream().flatMap(List::stream).toList();
  }

  private void write(Family family, List<Entry> entries) {
    entries.sort(null);
    Path file = incoming.resolve(family.familyName() + "-" + files++ + ".sst");
    database.ingest(family, file, writer -> write(entries, writer));
  }

  private static void write(List<Entry> entries, SstFileWriter file) throws RocksDBException {
    byte[] age = FileContent.age();
    ByteBuffer key = ByteBuffer.allocateDirect(USUAL_BYTES);
    ByteBuffer record = ByteBuffer.allocateDirect(USUAL_BYTES);
    for (Entry entry : entries) {
      if (entry.isDeletion()) {
        file.delete(entry.keyBytes());
      } else {
        key = cleared(key, entry.size());
        entry.putKey(key);
        record = cleared(record, entry.recordSize() + age.length);
        entry.putRecord(record);
        record.put(age);
        file.put(key.flip(), record.flip());
      }
    }
  }

  private static ByteBuffer cleared(ByteBuffer buffer, int bytes) {
    return bytes <= buffer.capacity() ? buffer.clear() : ByteBuffer.allocateDirect(2 * bytes);
  }

  private void cutJournal(long before) {
    journal.deleteBefore(before);
    database.flush(Family.JOURNAL, Family.RECENT, Family.DAILY);
  }
}
