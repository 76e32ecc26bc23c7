package tercet.store.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Slots beside a plain map. Hashes collide, meet at the end of the table, and are 0 at times, which
 * counts as 1.
 */
final class HashSlotsTest {
  @ParameterizedTest
  @ValueSource(ints = {0, -1, 7, 0x7fff_fff0})
  void findsAllPlacesOfAHash(int base) {
    Random random = new Random(base);
    HashSlots slots = new HashSlots();
    Map<Integer, Set<Long>> expected = new HashMap<>();
    for (int step = 1; step <= 40_000; step++) {
      boolean grows = step / 5_000 % 2 == 0;
      int hash = base + random.nextInt(grows ? 2_000 : 20);
      Set<Long> places = expected.computeIfAbsent(hash == 0 ? 1 : hash, none -> new HashSet<>());
      if (random.nextInt(10) < (grows ? 7 : 2)) {
        slots.add(hash, step);
        places.add((long) step);
      } else {
        int slot = slots.first(hash);
        if (slot != HashSlots.NONE) {
          places.remove(slots.place(slot));
          slots.remove(slot);
        }
      }
      assertEquals(places, found(slots, hash));
    }
    expected.forEach((hash, places) -> assertEquals(places, found(slots, hash)));
    Set<Long> all = new HashSet<>();
    slots.forEach((hash, place) -> all.add(place));
    Set<Long> wanted = new HashSet<>();
    expected.values().forEach(wanted::addAll);
    assertEquals(wanted, all);
  }

  private static Set<Long> found(HashSlots slots, int hash) {
    Set<Long> found = new HashSet<>();
    for (int at = slots.first(hash); at != HashSlots.NONE; at = slots.next(at, hash)) {
      found.add(slots.place(at));
    }
    return found;
  }
}
