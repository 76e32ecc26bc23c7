package tercet.kernel.transaction;

import java.time.Instant;
import java.util.List;
import tercet.kernel.command.Refusal;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.tcc.Released;

/**
 * The rest of a transaction at a participant. It keeps late messages from taking effect, until none
 * can be valid any more.
 */
public sealed interface Tombstone extends StoredRecord.Expiring
    permits Tombstone.Declined, Tombstone.Settled, Tombstone.Kept, Released {

  /** It refused, and refuses all that comes. */
  record Declined(Refusal refusal, Instant expiresAt) implements Tombstone {}

  /** It has heard the outcome; late messages have no effect. */
  record Settled(Instant expiresAt) implements Tombstone {}

  /**
   * It has followed the outcome, and the order's shard knows that.
   *
   * @param taken the amounts that it took; empty if it gave everything back
   */
  record Kept(List<Reservation> taken, Instant expiresAt) implements Tombstone {
    public Kept {
      taken = List.copyOf(taken);
    }
  }
}
