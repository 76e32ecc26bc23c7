package tercet.kernel;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tercet.kernel.balance.CurrentBalances;
import tercet.kernel.choreography.Choreography;
import tercet.kernel.choreography.ChoreographyMessage;
import tercet.kernel.choreography.ChoreographyProtocol;
import tercet.kernel.choreography.Voted;
import tercet.kernel.decision.Decider;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.Request;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.id.Shards;
import tercet.kernel.outcome.Applied;
import tercet.kernel.outcome.OutcomeMessage;
import tercet.kernel.outcome.OutcomeProtocol;
import tercet.kernel.outcome.Reconciliation;
import tercet.kernel.refund.RefundMessage;
import tercet.kernel.refund.RefundProtocol;
import tercet.kernel.refund.Refunded;
import tercet.kernel.refund.Refunding;
import tercet.kernel.saga.Debited;
import tercet.kernel.saga.Saga;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.saga.SagaProtocol;
import tercet.kernel.saga.StepOrder;
import tercet.kernel.tcc.Held;
import tercet.kernel.tcc.Released;
import tercet.kernel.tcc.Tcc;
import tercet.kernel.tcc.TccMessage;
import tercet.kernel.tcc.TccProtocol;
import tercet.kernel.transaction.Coordinator;
import tercet.kernel.transaction.OpenTransaction;
import tercet.kernel.transaction.TransactionSettings;
import tercet.kernel.twophase.Prepared;
import tercet.kernel.twophase.Queued;
import tercet.kernel.twophase.TwoPhase;
import tercet.kernel.twophase.TwoPhaseMessage;
import tercet.kernel.twophase.TwoPhaseProtocol;

/**
 * All decisions of all shards: a total, pure function of the stored records, the input and the
 * time. Immutable and safe for any number of threads.
 *
 * <p>One protocol begins new transactions. A transaction that another protocol began is finished by
 * that protocol.
 */
public final class Kernel implements Decider {
  private final CommandHandler requests;
  private final TccProtocol tcc;
  private final SagaProtocol saga;
  private final ChoreographyProtocol choreography;
  private final TwoPhaseProtocol twoPhase;
  private final OutcomeProtocol outcomes;
  private final RefundProtocol refunds;
  private final boolean mayLose;

  /**
   * @param protocol of new transactions
   * @param sagaSteps in which order a saga asks its participants
   */
  public Kernel(
      Shards shards, Protocol protocol, StepOrder sagaSteps, TransactionSettings settings) {
    this.tcc = new TccProtocol(settings);
    this.saga = new SagaProtocol(sagaSteps, settings);
    this.choreography = new ChoreographyProtocol(settings);
    this.twoPhase = new TwoPhaseProtocol(settings);
    this.outcomes = new OutcomeProtocol(settings);
    this.refunds = new RefundProtocol(shards, settings);
    this.mayLose = settings.mayLose();
    Aborts aborts = new Aborts(this::abort, settings);
    this.requests = new CommandHandler(shards, coordinator(protocol), aborts, refunds, settings);
  }

  private Coordinator coordinator(Protocol protocol) {
    return switch (protocol) {
      case TCC -> tcc.coordinator();
      case SAGA -> saga.coordinator();
      case CHOREOGRAPHY -> choreography.coordinator();
      case TWO_PHASE_COMMIT -> twoPhase.coordinator();
    };
  }

  @Override
  public List<Key> keys(Input input) {
    return switch (input) {
      case Request request -> requests.keys(request);
      case TccMessage message -> TccProtocol.keys(message);
      case SagaMessage message -> SagaProtocol.keys(message);
      case ChoreographyMessage message -> ChoreographyProtocol.keys(message);
      case TwoPhaseMessage message -> TwoPhaseProtocol.keys(message);
      case OutcomeMessage message -> OutcomeProtocol.keys(message);
      case RefundMessage message -> RefundProtocol.keys(message);
      case Input.TimerFired wakeup -> keys(wakeup.key());
    };
  }

  /** At its deadline a transaction is aborted, which its order remembers. */
  private static List<Key> keys(Key woken) {
    return woken.kind() == RecordKind.TRANSACTION
        ? List.of(woken, Key.order(new OrderId(woken.id()), woken.shard()))
        : List.of(woken);
  }

  @Override
  public Decision decide(RecordView stored, Input input, Instant now) {
    RecordView records = new CurrentBalances(stored, now);
    if (mayLose && input instanceof Message message && isOfAnotherProtocol(records, message)) {
      return Decision.NOTHING; // it was begun again, by another protocol, after its begin was lost
    }
    return switch (input) {
      case Request request -> requests.decide(records, request, now);
      case TccMessage message -> tcc.decide(records, message, now);
      case SagaMessage message -> saga.decide(records, message, now);
      case ChoreographyMessage message -> choreography.decide(records, message, now);
      case TwoPhaseMessage message -> twoPhase.decide(records, message, now);
      case OutcomeMessage message -> outcomes.decide(records, message, now);
      case RefundMessage message -> refunds.decide(records, message, now);
      case Input.TimerFired wakeup -> wake(records, wakeup.key(), now);
    };
  }

  private static boolean isOfAnotherProtocol(RecordView records, Message message) {
    return message.to().service() != Service.ORDER
        && !(message instanceof OutcomeMessage)
        && switch (records.get(Key.participation(message.transaction(), message.to()))) {
          case Held held -> !(message instanceof TccMessage);
          case Released over -> !(message instanceof TccMessage);
          case Debited debited -> !(message instanceof SagaMessage);
          case Voted voted -> !(message instanceof ChoreographyMessage);
          case Prepared prepared -> !(message instanceof TwoPhaseMessage);
          case Queued queued -> !(message instanceof TwoPhaseMessage);
          case null -> false;
          case StoredRecord ofAny -> false;
        };
  }

  private void abort(
      Decision.Builder decision,
      RecordView records,
      Key key,
      OpenTransaction undecided,
      Instant now) {
    switch (undecided) {
      case Tcc transaction -> tcc.abort(decision, records, key, transaction, now);
      case Saga transaction -> saga.abort(decision, records, key, transaction, now);
      case TwoPhase transaction -> twoPhase.abort(decision, records, key, transaction, now);
      case Choreography votes ->
          throw new IllegalStateException("its participants decide: " + votes);
    }
  }

  private Decision wake(RecordView records, Key key, Instant now) {
    @Nullable StoredRecord stored = records.get(key);
    return stored instanceof StoredRecord.Open open
        ? wake(records, key, open, now)
        : Decision.NOTHING; // it ended in the meantime
  }

  private Decision wake(RecordView records, Key key, StoredRecord.Open open, Instant now) {
    return switch (open) {
      case Tcc transaction -> tcc.wake(records, key, transaction, now);
      case Held branch -> tcc.wake(key, branch, now);
      case Saga transaction -> saga.wake(records, key, transaction, now);
      case Debited branch -> saga.wake(key, branch, now);
      case Choreography transaction -> choreography.wake(key, transaction, now);
      case Voted branch -> choreography.wake(key, branch, now);
      case TwoPhase transaction -> twoPhase.wake(records, key, transaction, now);
      case Prepared branch -> twoPhase.wake(key, branch, now);
      case Queued branch -> twoPhase.wake(records, key, branch, now);
      case Applied branch -> outcomes.wake(key, branch, now);
      case Reconciliation outcome -> outcomes.wake(key, outcome, now);
      case Refunding refund -> refunds.wake(key, refund, now);
      case Refunded branch -> refunds.wake(key, branch, now);
    };
  }
}
