package tercet.store.postgres;

import tercet.kernel.id.RecordKind;

/** Where records of a kind are kept. */
enum RecordTable {
  /** One for each thing in the shop; changed in place. */
  LASTING,
  /**
   * Records that come and go with commands and transactions. They have a table of their own, so
   * that the pages of lasting records stay full, and vacuum has little to read.
   */
  PASSING;

  static RecordTable of(RecordKind kind) {
    return switch (kind) {
      case ITEM, ACCOUNT, ORDER, RULING -> LASTING;
      case TRANSACTION, PARTICIPATION, ANSWER, RECENT_ANSWER, CLAIM -> PASSING;
    };
  }
}
