package tercet.store.rocksdb;

/**
 * Finds places by the hash of a key: a table with open addressing and linear probing, whose
 * deletions leave no trace (D. Knuth, The Art of Computer Programming, volume 3, section 6.4,
 * algorithms L and R). Most searches are in vain, so one reads the hashes only, which lie side by
 * side. A slot is twelve bytes, and at most two of three are used. Not safe for threads.
 */
final class HashSlots {
  /** No slot. */
  static final int NONE = -1;

  private static final int SMALLEST = 16;
  private static final int LARGEST = 1 << 28;
  private static final int FREE = 0;

  private int[] hashes = new int[SMALLEST];
  private long[] places = new long[SMALLEST];
  private int used;

  /** The first slot with a hash, or {@link #NONE}. */
  int first(int hash) {
    int stored = used(hash);
    return from(stored & mask(), stored);
  }

  /** The next slot with the same hash, or {@link #NONE}. */
  int next(int slot, int hash) {
    return from(after(slot), used(hash));
  }

  /** As it is in a slot: 0 means that a slot is free, so it counts as 1. */
  private static int used(int hash) {
    return hash == FREE ? 1 : hash;
  }

  private int from(int start, int hash) {
    int[] table = hashes;
    int mask = table.length - 1;
    for (int at = start; ; at = (at + 1) & mask) {
      int found = table[at];
      if (found == hash) {
        return at;
      }
      if (found == FREE) {
        return NONE;
      }
    }
  }

  private int after(int slot) {
    return (slot + 1) & mask();
  }

  private int mask() {
    return places.length - 1;
  }

  long place(int slot) {
    return places[slot];
  }

  /** Gives a slot another place. */
  void replace(int slot, long place) {
    places[slot] = place;
  }

  /** Takes a further place. */
  void add(int hash, long place) {
    if (3L * (used + 1) > 2L * places.length) {
      resize(2 * places.length);
    }
    put(used(hash), place);
    used++;
  }

  private void put(int hash, long place) {
    int at = hash & mask();
    while (hashes[at] != FREE) {
      at = after(at);
    }
    hashes[at] = hash;
    places[at] = place;
  }

  /** Frees a slot. Others may move, so slots that were found before mean nothing afterwards. */
  void remove(int slot) {
    int hole = slot;
    for (int at = after(hole); hashes[at] != FREE; at = after(at)) {
      int home = hashes[at] & mask();
      boolean isBetween = hole < at ? hole < home && home <= at : hole < home || home <= at;
      if (!isBetween) { // a search for it would end at the hole
        hashes[hole] = hashes[at];
        places[hole] = places[at];
        hole = at;
      }
    }
    hashes[hole] = FREE;
    used--;
    if (places.length > SMALLEST && 8L * used < places.length) {
      resize(places.length / 2);
    }
  }

  private void resize(int length) {
    if (length > LARGEST) {
      throw new IllegalStateException("too many records in memory: " + used);
    }
    int[] oldHashes = hashes;
    long[] oldPlaces = places;
    hashes = new int[length];
    places = new long[length];
    for (int i = 0; i < oldPlaces.length; i++) {
      if (oldHashes[i] != FREE) {
        put(oldHashes[i], oldPlaces[i]);
      }
    }
  }

  /** Hears of a slot in use. */
  @FunctionalInterface
  interface Visitor {
    void visit(int hash, long place);
  }

  /** Visits all, in no order. */
  void forEach(Visitor visitor) {
    for (int i = 0; i < places.length; i++) {
      if (hashes[i] != FREE) {
        visitor.visit(hashes[i], places[i]);
      }
    }
  }
}
