package tercet.store.rocksdb;

import java.nio.ByteBuffer;

/**
 * How often the store was opened, and which of these lives a restore has cut off.
 *
 * @param number of this opening, from 1
 * @param lackingFrom first incarnation whose commits may be missing
 * @param lackingUntil the last one; less than the first if none are missing
 */
record Incarnation(long number, long lackingFrom, long lackingUntil) {
  /** Counts an opening. It is on disk before anything is served. */
  static Incarnation next(RocksDatabase database) {
    long next = last(database) + 1;
    write(database, next);
    byte[] lacking = database.get(Fact.LACKING);
    if (lacking == null) {
      return new Incarnation(next, 1, 0);
    }
    ByteBuffer range = ByteBuffer.wrap(lacking);
    return new Incarnation(next, range.getLong(), range.getLong());
  }

  /**
   * Notes that the records are those of a backup. Commits of the incarnation in which it was made
   * may be missing, and all commits of those that followed.
   *
   * @param skipped more than how often the lost store was opened after the backup
   */
  static void restored(RocksDatabase database, long skipped) {
    long last = last(database);
    byte[] before = database.get(Fact.LACKING);
    // A transaction that began between two restores is taken for a lost one. Then a person decides.
    long from = before == null ? last : Math.min(last, ByteBuffer.wrap(before).getLong());
    ByteBuffer range = ByteBuffer.allocate(2 * Long.BYTES).putLong(from).putLong(last + skipped);
    database.put(Fact.LACKING, range.array());
    write(database, last + skipped);
  }

  private static long last(RocksDatabase database) {
    byte[] last = database.get(Fact.INCARNATION);
    return last == null ? 0 : ByteBuffer.wrap(last).getLong();
  }

  private static void write(RocksDatabase database, long number) {
    database.put(Fact.INCARNATION, ByteBuffer.allocate(Long.BYTES).putLong(number).array());
  }

  /** Whether commits of an incarnation may be missing. */
  boolean mayLack(long begun) {
    return lackingFrom <= begun && begun <= lackingUntil;
  }
}
