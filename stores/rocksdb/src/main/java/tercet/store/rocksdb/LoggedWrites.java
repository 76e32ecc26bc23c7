package tercet.store.rocksdb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The commits of the journal that the write-ahead log holds, by number, in the order of the log.
 * Numbers follow each other, but for those of commits of several threads that a crash kept from the
 * disk. They begin anew when a store is opened whose journal was empty.
 */
final class LoggedWrites {
  /** Commits that can be under way at once, so that a crash may lose some and keep later ones. */
  static final int UNDER_WAY_MAX = 256;

  private static final long NONE = -1;
  private static final int BATCH_HEADER = 12;
  private static final int DELETION = 0x0;
  private static final int VALUE = 0x1;
  private static final int MERGE = 0x2;
  private static final int LOG_DATA = 0x3;
  private static final int FAMILY_DELETION = 0x4;
  private static final int FAMILY_VALUE = 0x5;
  private static final int FAMILY_MERGE = 0x6;
  private static final int NOOP = 0xd;
  private static final int FAMILY_RANGE_DELETION = 0xe;

  private final int journal = DatabaseOptions.position(Family.JOURNAL);
  private final int recent = DatabaseOptions.position(Family.RECENT);
  private long commits;
  private long commitsBehindDamage;
  private long first = NONE;
  private long last = NONE;
  private long lastBeforeDamage = NONE;
  private long gapAfter = NONE;
  private long gapUntil = NONE;
  private boolean covered;
  private long sequence;

  /** Takes a record of the log. */
  void add(byte[] record, boolean behindDamage) {
    if (record.length < BATCH_HEADER) {
      return;
    }
    ByteBuffer batch = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
    sequence = Math.max(sequence, batch.getLong() + batch.getInt() - 1);
    long before = NONE;
    while (batch.hasRemaining()) {
      long number = nextNumber(batch, behindDamage);
      if (number != NONE && number != before) {
        before = number;
        commit(number, behindDamage);
      }
    }
  }

  /** Reads a change; the number of its commit, or {@link #NONE} if it is none of the journal. */
  private long nextNumber(ByteBuffer batch, boolean behindDamage) {
    int tag = batch.get();
    int family =
        switch (tag) {
          case FAMILY_DELETION, FAMILY_VALUE, FAMILY_MERGE, FAMILY_RANGE_DELETION -> varint(batch);
          default -> 0;
        };
    switch (tag) {
      case FAMILY_VALUE, FAMILY_MERGE, VALUE, MERGE -> {
        byte[] key = bytes(batch);
        skip(batch);
        if (tag != FAMILY_VALUE) {
          return NONE;
        }
        return family == journal
            ? Journal.numberOf(key)
            : family == recent ? RecentRecords.numberOf(key) : NONE;
      }
      case FAMILY_RANGE_DELETION -> {
        skip(batch);
        byte[] end = bytes(batch);
        if (family == journal && behindDamage) {
          // Everything before is in the sorted files.
          covered |= Journal.numberOf(end) > lastBeforeDamage + UNDER_WAY_MAX;
        }
      }
      case FAMILY_DELETION, DELETION, LOG_DATA -> skip(batch);
      case NOOP -> {}
      default -> batch.position(batch.limit()); // of a kind that the store never writes
    }
    return NONE;
  }

  private void commit(long number, boolean behindDamage) {
    boolean anew = last != NONE && number < last - UNDER_WAY_MAX;
    if (behindDamage) {
      commitsBehindDamage++;
      covered |= anew && lastBeforeDamage != NONE;
    } else {
      commits++;
      if (anew) {
        first = number;
        last = number;
      }
      boolean gap = last != NONE && number > last + UNDER_WAY_MAX;
      if (gap && gapAfter == NONE) {
        gapAfter = last;
        gapUntil = number;
      }
      first = first == NONE ? number : Math.min(first, number);
      lastBeforeDamage = anew ? number : Math.max(lastBeforeDamage, number);
    }
    last = anew ? number : Math.max(last, number);
  }

  private static int varint(ByteBuffer batch) {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      int next = batch.get();
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private static byte[] bytes(ByteBuffer batch) {
    byte[] bytes = new byte[varint(batch)];
    batch.get(bytes);
    return bytes;
  }

  private static void skip(ByteBuffer batch) {
    int length = varint(batch);
    batch.position(batch.position() + length);
  }

  /** Commits up to the first damage. */
  long commits() {
    return commits;
  }

  /** Commits that can be read, but follow others that cannot. */
  long commitsBehindDamage() {
    return commitsBehindDamage;
  }

  /** The highest number up to the first damage; less than 0 if there is none. */
  long lastBeforeDamage() {
    return lastBeforeDamage;
  }

  /** True if the damaged commits are in the sorted files already. */
  boolean isCovered() {
    return covered;
  }

  /** True if commits are missing between others. */
  boolean hasGap() {
    return gapAfter != NONE;
  }

  /** The number before the first gap. */
  long gapAfter() {
    return gapAfter;
  }

  /** The number behind the first gap. */
  long gapUntil() {
    return gapUntil;
  }

  /** RocksDB's number of the last change that can be read. */
  long sequence() {
    return sequence;
  }
}
