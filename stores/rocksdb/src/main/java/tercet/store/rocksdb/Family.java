package tercet.store.rocksdb;

import tercet.kernel.id.RecordKind;

/** The column families of the database. Their names are part of the format. */
enum Family {
  /** One entry for each commit since the last checkpoint: changes of kept records. By number. */
  JOURNAL("journal"),
  /** Changes of recent records. By the time at which they have expired, then by number. */
  RECENT("recent"),
  /** Balances and orders as of the last checkpoint. By key. */
  STATE("state"),
  /**
   * Records that are kept for a day, as of the last checkpoint. By key. See {@link DailyExpiry}.
   */
  DAILY("daily"),
  /** Open records as of the last checkpoint; all of them are in memory, too. By key. */
  OPEN("open");

  private final String familyName;

  Family(String familyName) {
    this.familyName = familyName;
  }

  String familyName() {
    return familyName;
  }

  /** Where a checkpoint puts kept records of a kind. */
  static Family of(RecordKind kind) {
    return switch (kind) {
      case ITEM, ACCOUNT, ORDER -> STATE;
      case ANSWER, CLAIM -> DAILY;
      case TRANSACTION, PARTICIPATION, RECENT_ANSWER -> OPEN;
    };
  }

  /**
   * True if all records of a kind are always in memory: those that a checkout looks up mostly in
   * vain, and that live for seconds.
   */
  static boolean isInMemory(RecordKind kind) {
    return of(kind) == OPEN;
  }
}
