package tercet.store.rocksdb;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tercet.runtime.codec.ByteReader;

/**
 * Records that were used lately, as bytes in a few large arrays. Each part of the cache has two
 * generations, so that no record needs a place in a list: a record that is used again moves to the
 * younger one, and when that has half of the room, the older one is dropped as a whole. Safe for
 * threads.
 */
final class RecordCache {
  private static final int PART_BITS = 4;
  private static final int CHUNK_MAX = 256 << 10;
  private static final int CHUNK_MIN = 4 << 10;

  /** Of a slot in the table, with its share of free ones. */
  private static final int SLOT_BYTES = 20;

  private final Part[] parts = new Part[1 << PART_BITS];

  /**
   * @param bytesMax memory that it takes at most, about
   */
  RecordCache(long bytesMax) {
    for (int i = 0; i < parts.length; i++) {
      parts[i] = new Part(bytesMax / parts.length / 2);
    }
  }

  /** The records of some hashes. */
  private static final class Part {
    private final long generationMax;
    private Generation young = new Generation();
    private Generation old = new Generation();
    private long invalidations;

    Part(long generationMax) {
      this.generationMax = generationMax;
    }

    @Nullable ByteReader find(KeyBytes key) {
      Entry found = young.find(key);
      if (found == null) {
        found = old.find(key);
        if (found != null) {
          put(found);
        }
      }
      return found == null ? null : found.record();
    }

    void put(Entry entry) {
      long cost = (long) entry.size() + SLOT_BYTES;
      if (cost > generationMax) {
        young.remove(entry);
        old.remove(entry);
        return;
      }
      if (young.bytes + cost > generationMax) {
        old = young;
        young = new Generation();
      }
      young.put(entry, cost, chunkBytes());
    }

    private int chunkBytes() {
      return Math.clamp(generationMax / 16, CHUNK_MIN, CHUNK_MAX);
    }
  }

  /** Records that are dropped together. */
  private static final class Generation {
    private final HashSlots slots = new HashSlots();
    private final List<byte[]> chunks = new ArrayList<>();
    private byte[] chunk = {};
    private int used;
    private long bytes;

    @Nullable Entry find(KeyBytes key) {
      int slot = slots.first(key.hash());
      while (slot != HashSlots.NONE) {
        long place = slots.place(slot);
        if (key.isAt(chunk(place), offset(place))) {
          return new Entry(chunk(place), offset(place), key.hash());
        }
        slot = slots.next(slot, key.hash());
      }
      return null;
    }

    private int find(Entry entry) {
      int slot = slots.first(entry.hash());
      while (slot != HashSlots.NONE) {
        long place = slots.place(slot);
        if (entry.hasKeyAt(chunk(place), offset(place))) {
          return slot;
        }
        slot = slots.next(slot, entry.hash());
      }
      return slot;
    }

    /** The bytes of an earlier version of the record stay until the generation is dropped. */
    void put(Entry entry, long cost, int chunkBytes) {
      int size = entry.size();
      if (size > chunk.length - used) {
        chunk = new byte[Math.max(size, chunkBytes)];
        chunks.add(chunk);
        used = 0;
      }
      entry.copyTo(chunk, used);
      long place = (long) chunks.size() << Integer.SIZE | used;
      used += size;
      bytes += cost;
      int slot = find(entry);
      if (slot == HashSlots.NONE) {
        slots.add(entry.hash(), place);
      } else {
        slots.replace(slot, place);
      }
    }

    void remove(Entry entry) {
      int slot = find(entry);
      if (slot != HashSlots.NONE) {
        slots.remove(slot);
      }
    }

    private byte[] chunk(long place) {
      return chunks.get((int) (place >>> Integer.SIZE) - 1);
    }

    private static int offset(long place) {
      return (int) place;
    }
  }

  private Part part(int hash) {
    return parts[hash >>> (Integer.SIZE - PART_BITS)];
  }

  /** The bytes of a record; null if it is not here. */
  @Nullable ByteReader find(KeyBytes key) {
    Part part = part(key.hash());
    synchronized (part) {
      return part.find(key);
    }
  }

  /** Takes a record, instead of an earlier version. */
  void put(Entry entry) {
    Part part = part(entry.hash());
    synchronized (part) {
      part.put(entry);
    }
  }

  /** For {@link #putIfNotOutdated}, before the record is read from elsewhere. */
  long mark(KeyBytes key) {
    Part part = part(key.hash());
    synchronized (part) {
      return part.invalidations;
    }
  }

  /** Takes a record that was read from elsewhere, unless it may have been deleted there since. */
  void putIfNotOutdated(Entry entry, long mark) {
    Part part = part(entry.hash());
    synchronized (part) {
      if (part.invalidations == mark) {
        part.put(entry);
      }
    }
  }

  /** Forgets a record. */
  void remove(Entry entry) {
    Part part = part(entry.hash());
    synchronized (part) {
      part.invalidations++;
      part.young.remove(entry);
      part.old.remove(entry);
    }
  }
}
