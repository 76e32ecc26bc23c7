package tercet.store.postgres;

import tercet.kernel.id.RecordKind;

/** Where records of a kind are kept. */
enum RecordTable {
  /** One for each thing in the shop; changed in place. */
  LASTING,
  /**
   * What comes and goes with commands and transactions. Apart from the others, so that their pages
   * stay full of what lasts, and vacuum has little to look at.
   */
  PASSING;

  static RecordTable of(RecordKind kind) {
    return switch (kind) {
      case ITEM, ACCOUNT, ORDER -> LASTING;
      case TRANSACTION, PARTICIPATION, ANSWER, RECENT_ANSWER, CLAIM -> PASSING;
    };
  }
}
