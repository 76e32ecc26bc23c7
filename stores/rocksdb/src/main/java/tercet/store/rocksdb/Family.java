package tercet.store.rocksdb;

import java.util.ArrayList;
import java.util.List;
import tercet.kernel.id.RecordKind;

/** The column families of the database. Their names are part of the format. */
enum Family {
  /** One entry for each commit since the last checkpoint: changes of kept records. By number. */
  JOURNAL("journal"),
  /** Changes of recent records. By the time at which they have expired, then by number. */
  RECENT("recent"),
  /** Balances, orders and rulings as of the last checkpoint. By key. */
  STATE("state"),
  /**
   * Records that are kept for a day, as of the last checkpoint. By key. See {@link DailyExpiry}.
   */
  DAILY("daily"),
  /** Open records as of the last checkpoint; all of them are in memory, too. By key. */
  OPEN("open");

  private static final int NUMBERS = 256;
  private static final int DAILY_FROM = 64;
  private static final int OPEN_FROM = 128;

  /** By the number of a kind. */
  private static final List<Family> OF_NUMBERS = ofNumbers();

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
      case ITEM, ACCOUNT, ORDER, RULING -> STATE;
      case ANSWER, CLAIM -> DAILY;
      case TRANSACTION, PARTICIPATION, RECENT_ANSWER -> OPEN;
    };
  }

  /**
   * Where a checkpoint puts kept records of a kind. The number of a new kind says it to versions
   * that do not know the kind, so that they leave such records where a newer one looks for them: 8
   * to 63 are for {@link #STATE}, 64 to 127 for {@link #DAILY}, 128 to 255 for {@link #OPEN}.
   *
   * @param kindNumber of a key
   */
  static Family of(int kindNumber) {
    return OF_NUMBERS.get(kindNumber);
  }

  private static List<Family> ofNumbers() {
    List<Family> families = new ArrayList<>();
    for (int number = 0; number < NUMBERS; number++) {
      families.add(number < DAILY_FROM ? STATE : number < OPEN_FROM ? DAILY : OPEN);
    }
    for (RecordKind kind : RecordKind.values()) {
      families.set(kind.number(), of(kind));
    }
    return List.copyOf(families);
  }

  /**
   * True if all records of a kind are always in memory: those that a checkout looks up mostly in
   * vain, and that live for seconds.
   */
  static boolean isInMemory(RecordKind kind) {
    return of(kind) == OPEN;
  }
}
