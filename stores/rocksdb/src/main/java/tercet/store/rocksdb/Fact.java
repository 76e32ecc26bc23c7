package tercet.store.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The values about the store as a whole, in the database's default column family. The names are
 * part of the format; a version that does not know a fact passes over it.
 */
enum Fact {
  /** How often the store was opened: 8 bytes, the highest first. */
  INCARNATION("incarnation"),
  /** Milliseconds since 1970: 8 bytes, the highest first. See {@link Horizon}. */
  HORIZON("horizon"),
  /** First and last incarnation whose commits may be missing, 8 bytes each. See {@link Restore}. */
  LACKING("lacking");

  private final String factName;

  Fact(String factName) {
    this.factName = factName;
  }

  byte[] key() {
    return factName.getBytes(UTF_8);
  }
}
