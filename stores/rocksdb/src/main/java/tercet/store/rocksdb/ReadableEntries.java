package tercet.store.rocksdb;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.AbstractRocksIterator;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.SstFileReaderIterator;

/**
 * Visits the readable part of sorted data, and reports the ranges of keys that cannot be read. An
 * iterator ends at a damaged block without telling where the next one begins. So this looks for it:
 * by seeks to keys that are further and further away, and then by bisection.
 */
final class ReadableEntries {
  /** Bytes of a key that are told apart: kind, shard, and a long id. */
  private static final int WIDTH = 64;

  private final Supplier<AbstractRocksIterator<?>> iterators;
  private final byte[] largest;
  private final RocksDatabase.Visitor visitor;
  private final Damaged damaged;

  /** Hears of a range that cannot be read. */
  @FunctionalInterface
  interface Damaged {
    /**
     * @param after the last key before it; null if it is at the beginning
     * @param before the first key behind it; null if it reaches to the end
     */
    void visit(byte @Nullable [] after, byte @Nullable [] before);
  }

  /**
   * @param iterators makes iterators: one that met damage cannot be relied on any more
   * @param largest key that may be there
   */
  ReadableEntries(
      Supplier<AbstractRocksIterator<?>> iterators,
      byte[] largest,
      RocksDatabase.Visitor visitor,
      Damaged damaged) {
    this.iterators = iterators;
    this.largest = largest;
    this.visitor = visitor;
    this.damaged = damaged;
  }

  void visitAll() {
    byte[] next = new byte[0];
    byte[] last = null;
    while (next != null) {
      try (AbstractRocksIterator<?> iterator = iterators.get()) {
        for (iterator.seek(next); iterator.isValid(); iterator.next()) {
          last = key(iterator);
          visitor.visit(last, value(iterator));
        }
        if (isWell(iterator)) {
          return;
        }
      }
      next = nextReadable(last == null ? new byte[0] : last);
      damaged.visit(last, next);
    }
  }

  private byte @Nullable [] nextReadable(byte[] from) {
    BigInteger failing = number(from);
    BigInteger end = number(largest);
    BigInteger step = BigInteger.ONE;
    BigInteger tried = failing.add(step).min(end);
    byte[] found = readable(tried);
    while (found == null) {
      if (tried.compareTo(end) >= 0) {
        return null;
      }
      failing = tried;
      step = step.shiftLeft(1);
      tried = tried.add(step).min(end);
      found = readable(tried);
    }
    while (tried.subtract(failing).compareTo(BigInteger.ONE) > 0) {
      BigInteger middle = tried.add(failing).shiftRight(1);
      byte[] key = readable(middle);
      if (key == null) {
        failing = middle;
      } else {
        tried = middle;
        found = key;
      }
    }
    return found;
  }

  /** The first key from a place on, or null if it is damaged there. */
  private byte @Nullable [] readable(BigInteger number) {
    try (AbstractRocksIterator<?> iterator = iterators.get()) {
      iterator.seek(key(number));
      return iterator.isValid() && isWell(iterator) ? key(iterator) : null;
    }
  }

  private static boolean isWell(AbstractRocksIterator<?> iterator) {
    try {
      iterator.status();
      return true;
    } catch (RocksDBException e) {
      return false;
    }
  }

  private static BigInteger number(byte[] key) {
    return new BigInteger(1, Arrays.copyOf(key, WIDTH));
  }

  private static byte[] key(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] key = new byte[WIDTH];
    int length = Math.min(bytes.length, WIDTH);
    System.arraycopy(bytes, bytes.length - length, key, WIDTH - length, length);
    return key;
  }

  private static byte[] key(AbstractRocksIterator<?> iterator) {
    return switch (iterator) {
      case RocksIterator rows -> rows.key();
      case SstFileReaderIterator file -> file.key();
      default -> throw new IllegalStateException("not of a database: " + iterator);
    };
  }

  private static byte[] value(AbstractRocksIterator<?> iterator) {
    return switch (iterator) {
      case RocksIterator rows -> rows.value();
      case SstFileReaderIterator file -> file.value();
      default -> throw new IllegalStateException("not of a database: " + iterator);
    };
  }
}
