package tercet.store.rocksdb;

import org.jspecify.annotations.Nullable;

/**
 * The commits of a damaged journal that a repair keeps: those before the damage. Later ones build
 * on lost ones, so money and stock would not add up with them.
 */
final class CommitsBeforeDamage {
  private static final long ALL = Long.MAX_VALUE;

  private long lastWhole = ALL;
  private long dropped;
  private boolean answersAreLost;

  /**
   * A part of a family cannot be read. The journal comes before the log of recent records, and its
   * commits come in their order.
   *
   * @param after the last key before the damage; null if there is none
   */
  void damaged(@Nullable Family family, byte @Nullable [] after) {
    answersAreLost |= family == Family.JOURNAL || family == Family.RECENT;
    if (family == Family.JOURNAL && lastWhole == ALL) {
      lastWhole = after == null ? -1 : Journal.numberOf(after);
    }
  }

  /** Whether an entry is of a kept commit, or of none. */
  boolean mayKeep(@Nullable Family family, byte[] key) {
    if (family == Family.JOURNAL && Journal.numberOf(key) > lastWhole) {
      dropped++;
      return false;
    }
    return family != Family.RECENT || RecentRecords.numberOf(key) <= lastWhole;
  }

  boolean areLost() {
    return lastWhole != ALL;
  }

  /** Whether answers and tombstones may be lost that guard against late messages. */
  boolean answersAreLost() {
    return answersAreLost;
  }

  /** The loss, for a person. */
  String line() {
    return ("The journal cannot be read behind commit %d. The state is that of before the damage:"
            + " %,d later commits, which build on lost ones, are left out.")
        .formatted(lastWhole, dropped);
  }
}
