package tercet.store.redis;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.runtime.codec.MalformedBytesException;
import tercet.runtime.store.UnreadableRecordException;

/**
 * A record as this process knows it.
 *
 * @param stored null if there is none, or if its bytes mean nothing
 * @param unreadable why its bytes mean nothing; null if they can be read
 */
record KnownRecord(@Nullable StoredRecord stored, @Nullable MalformedBytesException unreadable) {
  private static final KnownRecord ABSENT = new KnownRecord(null, null);

  static KnownRecord of(@Nullable StoredRecord stored) {
    return stored == null ? ABSENT : new KnownRecord(stored, null);
  }

  static KnownRecord read(byte @Nullable [] value) {
    try {
      return of(RecordBytes.read(value));
    } catch (MalformedBytesException e) {
      return new KnownRecord(null, e);
    }
  }

  /** Whether a horizon says that the store may have dropped it. */
  boolean isDropped(Instant horizon) {
    return stored instanceof StoredRecord.Expiring expiring
        && !expiring.expiresAt().isAfter(horizon);
  }

  /**
   * The record, null if there is none.
   *
   * @throws UnreadableRecordException if its bytes mean nothing
   */
  @Nullable StoredRecord require(Key key) {
    if (unreadable != null) {
      throw new UnreadableRecordException(key, unreadable);
    }
    return stored;
  }
}
