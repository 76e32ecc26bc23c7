package tercet.kernel.order;

import java.time.Instant;

/**
 * The attempts to reserve an order. They have numbers that grow, which the shards of the items know
 * with the pieces that they keep: so each of them can tell a late message from a new one.
 *
 * @param latest the number of the latest attempt or release; 0 before the first one
 * @param request the id of the client's request that is the latest attempt; empty after a release
 * @param reserved the number of the attempt whose pieces are kept; 0 if none are
 * @param until so long they are kept; the {@link Instant#EPOCH} if they are not
 */
public record Attempts(long latest, String request, long reserved, Instant until) {
  /** Before the first one. */
  public static final Attempts NONE = new Attempts(0, "", 0, Instant.EPOCH);

  /** Whether pieces are kept. */
  boolean isReserved(Instant now) {
    return now.isBefore(until);
  }

  /** Whether a request of a client is the latest attempt. */
  public boolean isOf(String client) {
    return client.equals(request);
  }

  /**
   * Those of an order that is overwritten: none of them can succeed or keep anything once a new one
   * has, also if that is numbered by another clock.
   */
  public Attempts overwritten() {
    return latest == 0 ? NONE : new Attempts(latest + 1, "", 0, Instant.EPOCH);
  }

  /** The same when a request of a client comes, which is the latest attempt then. */
  public Attempts begun(String client, Instant now) {
    Attempts current = isReserved(now) ? this : new Attempts(latest, request, 0, Instant.EPOCH);
    return isOf(client)
        ? current
        : new Attempts(next(now), client, current.reserved, current.until);
  }

  /** The same with the pieces of the latest attempt. */
  Attempts succeeded(Instant end) {
    return new Attempts(latest, request, latest, end);
  }

  /** The same without any. */
  Attempts released(Instant now) {
    return new Attempts(next(now), "", 0, Instant.EPOCH);
  }

  /** Larger also than a number whose record a store has lost. */
  private long next(Instant now) {
    return Math.max(latest + 1, now.toEpochMilli());
  }
}
