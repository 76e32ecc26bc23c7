package tercet.store.rocksdb;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log of RocksDB (the write-ahead log or the MANIFEST) and verifies every checksum. RocksDB
 * itself takes some damage for a torn write, for instance a flipped bit in the length of a record
 * in the last block, and then drops everything behind it without an error.
 *
 * <p>A log is a sequence of blocks of 32 KiB. A block holds fragments: a masked CRC-32C, a length,
 * a type, and the payload; a record is one fragment or several (RocksDB, {@code db/log_format.h}).
 *
 * <p>A crash may leave a torn write at the end of the file: a fragment that the end of the file
 * cuts off, or sectors of zeros that were never written. Nothing readable begins behind it.
 * Everything else that does not match its checksum is damage.
 */
final class LogFile {
  private static final int BLOCK = 32 << 10;
  private static final int SECTOR = 512;
  private static final int HEADER = 7;
  private static final int ZEROS_MIN = 8;
  private static final int ZERO = 0;
  private static final int FULL = 1;
  private static final int FIRST = 2;
  private static final int MIDDLE = 3;
  private static final int LAST = 4;

  private final Visitor visitor;
  private final ByteBuffer block = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
  private final ByteArrayOutputStream record = new ByteArrayOutputStream();
  private long blockStart;
  private boolean isLastBlock;
  private boolean inRecord;
  private long recordAt;
  private @Nullable Damage damage;
  private long tornAt = NOT_TORN;

  static final long NOT_TORN = -1;

  /** Takes the records of a log. */
  @FunctionalInterface
  interface Visitor {
    /**
     * @param at where it begins in the file
     * @param behindDamage true if something before it cannot be read
     */
    void visit(long at, byte[] record, boolean behindDamage);
  }

  /**
   * The unreadable place.
   *
   * @param at first byte of the fragment, from the beginning of the file
   * @param what the kind of damage
   */
  record Damage(long at, String what) {}

  /**
   * The result.
   *
   * @param damage the first; null if there is none
   * @param tornAt where a write was cut off by a crash; {@link #NOT_TORN} if none was
   */
  record Reading(long size, @Nullable Damage damage, long tornAt) {}

  private LogFile(Visitor visitor) {
    this.visitor = visitor;
  }

  static Reading read(Path file, Visitor visitor) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new LogFile(visitor).read(channel);
    }
  }

  private Reading read(FileChannel channel) throws IOException {
    long size = channel.size();
    for (blockStart = 0; blockStart < size; blockStart += BLOCK) {
      block.clear();
      while (block.hasRemaining() && channel.read(block) >= 0) {
        // until the block is full, or the file ends
      }
      block.flip();
      isLastBlock = blockStart + BLOCK >= size;
      readBlock();
    }
    if (inRecord && damage == null && tornAt == NOT_TORN) {
      tornAt = recordAt; // its last fragment was never written
    }
    return new Reading(size, damage, damage == null ? tornAt : NOT_TORN);
  }

  private void readBlock() {
    int at = 0;
    int limit = block.limit();
    while (limit - at >= HEADER) {
      int length = block.getShort(at + 4) & 0xffff;
      int type = block.get(at + 6) & 0xff;
      int end = at + HEADER + length;
      if (type == ZERO && length == 0) {
        if (!isZero(at, limit)) {
          damaged(at, "its header is overwritten");
        } else {
          torn(at);
        }
        return; // there is no way to know where the next fragment begins
      }
      if (end > limit) {
        cutOff(at, limit);
        return;
      }
      if (block.getInt(at) != checksum(at + 6, end)) {
        if (hasZeroSector(at, end)) {
          torn(at);
        } else {
          damaged(at, "its checksum does not match");
        }
        inRecord = false;
      } else {
        fragment(at, end, type);
      }
      at = end;
    }
    if (isLastBlock && at < limit && limit < BLOCK) {
      torn(at);
    }
  }

  /** A fragment that ends behind the end of the file. */
  private void cutOff(int at, int limit) {
    if (!isLastBlock || limit == BLOCK) {
      damaged(at, "its length reaches beyond its block");
    } else if (matchesWithAnotherLength(at, limit)) {
      damaged(at, "its length is wrong");
    } else {
      torn(at);
    }
    inRecord = false;
  }

  /** True if the fragment is there: then its length is damaged, and no crash cut it off. */
  private boolean matchesWithAnotherLength(int at, int limit) {
    CRC32C crc = new CRC32C();
    int expected = block.getInt(at);
    crc.update(block.array(), at + 6, 1);
    for (int end = at + HEADER; end <= limit; end++) {
      if (masked(crc) == expected && (end == limit || isPlausible(end, limit))) {
        return true;
      }
      if (end < limit) {
        crc.update(block.array(), end, 1);
      }
    }
    return false;
  }

  /** True if a fragment may begin here. */
  private boolean isPlausible(int at, int limit) {
    return limit - at < HEADER || (block.get(at + 6) & 0xff) <= LAST;
  }

  private void fragment(int at, int end, int type) {
    if (type == FULL || type == FIRST) {
      if (tornAt != NOT_TORN) {
        damage = damage == null ? new Damage(tornAt, "it holds sectors of zeros") : damage;
      }
      if (inRecord) {
        damaged(recordAt, "its end is missing");
      }
      record.reset();
      recordAt = blockStart + at;
    } else if (type > LAST) {
      return; // says something about the log itself
    } else if (!inRecord) {
      if (damage == null && tornAt == NOT_TORN) {
        damaged(blockStart + at, "its beginning is missing");
      }
      return;
    }
    record.write(block.array(), at + HEADER, end - at - HEADER);
    inRecord = type == FIRST || type == MIDDLE;
    if (!inRecord) {
      visitor.visit(recordAt, record.toByteArray(), damage != null);
    }
  }

  private void damaged(int at, String what) {
    damaged(blockStart + at, what);
  }

  private void damaged(long at, String what) {
    if (damage == null) {
      damage = new Damage(at, what);
    }
    inRecord = false;
  }

  private void torn(int at) {
    if (tornAt == NOT_TORN) {
      tornAt = inRecord ? recordAt : blockStart + at;
    }
    inRecord = false;
  }

  private boolean isZero(int from, int to) {
    for (int i = from; i < to; i++) {
      if (block.get(i) != 0) {
        return false;
      }
    }
    return true;
  }

  /** True if a whole sector, or the existing part of the last one, was never written. */
  private boolean hasZeroSector(int from, int to) {
    int limit = block.limit();
    for (int sector = Math.ceilDiv(from, SECTOR) * SECTOR; sector < to; sector += SECTOR) {
      int end = Math.min(sector + SECTOR, limit);
      if (end - sector >= ZEROS_MIN && isZero(sector, end)) {
        return true;
      }
    }
    return false;
  }

  private int checksum(int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(block.array(), from, to - from);
    return masked(crc);
  }

  private static int masked(CRC32C crc) {
    int value = (int) crc.getValue();
    return Integer.rotateRight(value, 15) + 0xa282ead8;
  }
}
