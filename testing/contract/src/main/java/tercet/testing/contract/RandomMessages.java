package tercet.testing.contract;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import tercet.kernel.choreography.ChoreographyMessage;
import tercet.kernel.command.Refusal;
import tercet.kernel.decision.Message;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.outcome.OutcomeMessage;
import tercet.kernel.refund.RefundMessage;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.tcc.TccMessage;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Debit;
import tercet.kernel.twophase.TwoPhaseMessage;

/** Messages of every type of every protocol with random content. */
final class RandomMessages {
  private final RandomGenerator random;
  private final RandomRecords records;
  private final List<Supplier<Message>> types = new ArrayList<>();

  RandomMessages(RandomGenerator random, RandomRecords records) {
    this.random = random;
    this.records = records;
    types.addAll(saga());
    types.addAll(tcc());
    types.addAll(choreography());
    types.addAll(twoPhase());
    types.addAll(outcomes());
    types.addAll(refunds());
  }

  /** Any of them. */
  Message next() {
    return records.pick(types).get();
  }

  private List<Supplier<Message>> saga() {
    return List.of(
        () -> new SagaMessage.Debit(transaction(), records.origin(), branch(), soon(), soon()),
        () -> new SagaMessage.Compensate(transaction(), order(), shard(), branch(), soon()),
        () -> new SagaMessage.Complete(transaction(), order(), shard(), soon()),
        () -> new SagaMessage.Debited(transaction(), records.origin(), shard(), soon()),
        () -> new SagaMessage.Declined(transaction(), order(), shard(), shard(), refusal()),
        () -> new SagaMessage.Compensated(transaction(), order(), shard(), shard()));
  }

  private List<Supplier<Message>> tcc() {
    return List.of(
        () ->
            new TccMessage.Try(transaction(), records.origin(), branch(), count(), soon(), soon()),
        () -> new TccMessage.Release(transaction(), order(), branch(), count(), soon()),
        () -> new TccMessage.Cancel(transaction(), order(), shard(), branch(), soon()),
        () -> new TccMessage.Confirm(transaction(), order(), shard(), soon()),
        () -> new TccMessage.Held(transaction(), records.origin(), shard(), count(), soon()),
        () -> new TccMessage.Busy(transaction(), order(), shard(), shard(), count()),
        () -> new TccMessage.Declined(transaction(), order(), shard(), shard(), refusal()),
        () -> new TccMessage.Cancelled(transaction(), order(), shard(), shard()));
  }

  private List<Supplier<Message>> choreography() {
    return List.of(
        () ->
            new ChoreographyMessage.Debit(
                transaction(), records.origin(), branch(), shards(), soon(), soon()),
        () ->
            new ChoreographyMessage.VoteYes(
                transaction(),
                order(),
                shard(),
                shard(),
                records.origin().incarnation(),
                random.nextBoolean()),
        () ->
            new ChoreographyMessage.Declined(
                transaction(), order(), shard(), shard(), refusal(), soon()),
        () ->
            new ChoreographyMessage.VoteRequest(
                transaction(), order(), shard(), shard(), records.origin().incarnation(), soon()),
        () -> new ChoreographyMessage.Committed(transaction(), records.origin(), shard()),
        () -> new ChoreographyMessage.VoteAck(transaction(), order(), shard(), shard()));
  }

  private List<Supplier<Message>> twoPhase() {
    return List.of(
        () ->
            new TwoPhaseMessage.Prepare(transaction(), records.origin(), branch(), soon(), soon()),
        () -> new TwoPhaseMessage.Commit(transaction(), order(), shard(), shard(), soon()),
        () -> new TwoPhaseMessage.Abort(transaction(), order(), shard(), soon()),
        () -> new TwoPhaseMessage.Prepared(transaction(), records.origin(), shard(), soon()),
        () -> new TwoPhaseMessage.Declined(transaction(), order(), shard(), shard(), refusal()),
        () -> new TwoPhaseMessage.Committed(transaction(), order(), shard(), shard()));
  }

  private List<Supplier<Message>> refunds() {
    return List.of(
        () -> new RefundMessage.GiveBack(transaction(), records.origin(), branch(), soon(), soon()),
        () ->
            new RefundMessage.GivenBack(
                transaction(), records.origin(), shard(), random.nextBoolean()),
        () -> new RefundMessage.Closed(transaction(), records.origin(), shard(), soon()));
  }

  private List<Supplier<Message>> outcomes() {
    return List.of(
        () -> new OutcomeMessage.Apply(transaction(), records.origin(), branch(), soon(), soon()),
        () -> new OutcomeMessage.Revoke(transaction(), records.origin(), branch(), soon(), soon()),
        () ->
            new OutcomeMessage.Report(
                transaction(),
                records.origin(),
                shard(),
                random.nextBoolean(),
                random.nextBoolean()),
        () -> new OutcomeMessage.Unable(transaction(), records.origin(), shard(), refusal()),
        () ->
            new OutcomeMessage.Agreed(
                transaction(), records.origin(), shard(), random.nextBoolean()));
  }

  private TransactionId transaction() {
    return records.transactionId();
  }

  private OrderId order() {
    return records.orderId();
  }

  private ShardId shard() {
    return records.shard();
  }

  private List<ShardId> shards() {
    List<ShardId> shards = new ArrayList<>();
    for (int count = random.nextInt(4); count > 0; count--) {
      shards.add(shard());
    }
    return shards;
  }

  private Branch branch() {
    List<Debit> debits = new ArrayList<>();
    for (int count = random.nextInt(4); count > 0; count--) {
      debits.add(new Debit(records.balance(), records.amount()));
    }
    return new Branch(shard(), debits);
  }

  private int count() {
    return random.nextInt(Integer.MAX_VALUE);
  }

  private Refusal refusal() {
    return records.refusal();
  }

  private Instant soon() {
    return records.soon();
  }
}
