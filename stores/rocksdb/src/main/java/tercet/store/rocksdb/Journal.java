package tercet.store.rocksdb;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.rocksdb.WriteBatch;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;

/**
 * Writes commits, each as a whole. Commits are numbered in the order in which they may depend on
 * each other; commits of different threads touch different shards, so it does not matter which of
 * them reaches the disk first.
 */
final class Journal {
  private static final int BATCH_HEADER = 64;

  private final RocksDatabase database;
  private final CheckpointedRecords kept;
  private final RecentRecords recent;
  private final FailStop failStop;
  private final Queue<CommitBytes> spare = new ConcurrentLinkedQueue<>();
  private final AtomicLong next;
  private final long first;
  private final AtomicLong bytesSinceCut = new AtomicLong();
  private final LongAdder commits = new LongAdder();
  private final LongAdder bytes = new LongAdder();

  /**
   * @param next a number that is above those of all commits on disk
   */
  Journal(
      RocksDatabase database,
      CheckpointedRecords kept,
      RecentRecords recent,
      FailStop failStop,
      long next) {
    this.database = database;
    this.kept = kept;
    this.recent = recent;
    this.failStop = failStop;
    this.next = new AtomicLong(next);
    this.first = next;
  }

  /**
   * Writes changes and applies them to memory. They are durable when it returns.
   *
   * @throws IllegalArgumentException if a record cannot be stored; nothing was written
   */
  void write(Map<Key, @Nullable StoredRecord> changes) {
    CommitBytes commit = spare.poll();
    if (commit == null) {
      commit = new CommitBytes();
    }
    try {
      commit.add(changes, kept, recent);
      if (!commit.isEmpty()) {
        Written written = write(commit);
        apply(changes, written);
      }
    } finally {
      if (commit.clear()) {
        spare.add(commit);
      }
    }
  }

  /** The bytes of a commit that are on disk. */
  private static final class Written {
    private final long number;
    private final byte[] journal;
    private final Map<Long, byte[]> recent = new HashMap<>();

    Written(long number, byte[] journal) {
      this.number = number;
      this.journal = journal;
    }
  }

  private Written write(CommitBytes commit) {
    long number = next.getAndIncrement();
    byte[] journal = commit.journal();
    Written written = new Written(number, journal);
    long size = journal.length;
    try (WriteBatch batch = new WriteBatch(journal.length + BATCH_HEADER)) {
      if (journal.length > 0) {
        database.put(batch, Family.JOURNAL, journalKey(number), journal);
      }
      for (Map.Entry<Long, CommitBytes.Part> part : commit.recent().entrySet()) {
        byte[] changes = part.getValue().bytes();
        size += changes.length;
        database.put(batch, Family.RECENT, RecentRecords.logKey(part.getKey(), number), changes);
        written.recent.put(part.getKey(), changes);
      }
      database.commit(batch);
    }
    bytesSinceCut.addAndGet(size);
    bytes.add(size);
    commits.increment();
    return written;
  }

  private void apply(Map<Key, @Nullable StoredRecord> changes, Written written) {
    try {
      if (written.journal.length > 0) {
        kept.add(written.number, written.journal);
      }
      written.recent.forEach((bucket, part) -> recent.add(bucket, written.number, part));
      changes.forEach(this::applyOpen);
    } catch (RuntimeException | Error e) {
      // Memory and disk differ now: only the disk counts.
      throw failStop.stop("Applying a commit", new IllegalStateException(e));
    }
  }

  private void applyOpen(Key key, @Nullable StoredRecord stored) {
    if (Family.isInMemory(key.kind())) {
      kept.changeOpen(key, stored instanceof StoredRecord.Open open ? open : null);
    }
  }

  /**
   * Begins anew: everything before is covered by the checkpoint that begins.
   *
   * @return the number of the next commit
   */
  long cut() {
    bytesSinceCut.set(0);
    return next.get();
  }

  /** The number of the first commit of this process. */
  long first() {
    return first;
  }

  /** Deletes the commits before a number. */
  void deleteBefore(long number) {
    database.deleteRange(Family.JOURNAL, journalKey(0), journalKey(number));
  }

  /** Deletes the commits with a higher number than this. */
  static void deleteAfter(long number, RocksDatabase database) {
    database.deleteRange(Family.JOURNAL, journalKey(number + 1), journalKey(Long.MAX_VALUE));
  }

  private static byte[] journalKey(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  static long numberOf(byte[] journalKey) {
    return ByteBuffer.wrap(journalKey).getLong();
  }

  /** Bytes written since the last cut, those of recent records included. */
  long bytesSinceCut() {
    return bytesSinceCut.get();
  }

  long commits() {
    return commits.sum();
  }

  long bytes() {
    return bytes.sum();
  }
}
