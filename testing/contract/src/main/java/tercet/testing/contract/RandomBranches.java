package tercet.testing.contract;

import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import tercet.kernel.choreography.Voted;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.ShardId;
import tercet.kernel.outcome.Applied;
import tercet.kernel.outcome.Reconciliation;
import tercet.kernel.refund.Refunded;
import tercet.kernel.refund.Refunding;
import tercet.kernel.saga.Debited;
import tercet.kernel.tcc.Held;
import tercet.kernel.tcc.Released;
import tercet.kernel.transaction.Origin;
import tercet.kernel.transaction.PendingClient;
import tercet.kernel.transaction.Reservation;
import tercet.kernel.transaction.Tombstone;
import tercet.kernel.twophase.Prepared;
import tercet.kernel.twophase.Queued;

/** Records of transactions at their participants, and of what comes after a decision. */
final class RandomBranches {
  private final RandomGenerator random;
  private final RandomRecords records;

  RandomBranches(RandomGenerator random, RandomRecords records) {
    this.random = random;
    this.records = records;
  }

  /** Any of them. */
  StoredRecord next(Instant expiresAt) {
    List<Reservation> taken = records.list(3, records::taken);
    int votes = 1 + random.nextInt(300);
    return switch (random.nextInt(13)) {
      case 0 -> {
        Origin origin = records.origin();
        boolean held = !origin.isUnknown() || random.nextBoolean();
        yield new Debited(origin, taken, held, records.soon(), votes, records.soon());
      }
      case 1 -> new Tombstone.Declined(records.refusal(), expiresAt);
      case 2 -> new Released(random.nextInt(2), expiresAt);
      case 3 ->
          new Held(
              records.origin(), taken, random.nextInt(2), records.soon(), votes, records.soon());
      case 4 ->
          new Queued(
              records.origin(),
              records.branch(),
              random.nextInt(3),
              records.soon(),
              records.soon());
      case 5 ->
          new Prepared(records.origin(), records.branch(), records.soon(), votes, records.soon());
      case 6 -> {
        List<ShardId> awaiting = records.list(3, records::shard);
        List<ShardId> unheard = records.list(3, records::shard);
        Origin origin = records.origin();
        boolean held = !origin.isUnknown() || random.nextBoolean();
        yield new Voted(
            origin, taken, held, awaiting, unheard, records.soon(), votes, records.soon());
      }
      case 7 -> new Applied(records.origin(), taken, records.soon(), votes, records.soon());
      case 8 -> new Tombstone.Kept(taken, expiresAt);
      case 9 ->
          new Reconciliation(
              records.transaction(),
              random.nextBoolean(),
              records.list(3, records::shard),
              records.soon(),
              votes,
              records.soon());
      case 10 -> {
        List<PendingClient> waiters = records.list(3, records::waiter);
        yield new Refunding(
            records.transaction(),
            waiters,
            records.list(3, records::shard),
            records.list(3, records::shard),
            records.soon(),
            records.soon(),
            votes,
            records.soon());
      }
      case 11 -> new Refunded(records.origin(), records.soon(), votes, records.soon());
      default -> new Tombstone.Settled(expiresAt);
    };
  }
}
