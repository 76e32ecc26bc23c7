package tercet.kernel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tercet.kernel.balance.Balances;
import tercet.kernel.command.Request;
import tercet.kernel.order.OrderCommands;
import tercet.kernel.saga.Participation;
import tercet.kernel.saga.Saga;
import tercet.kernel.saga.SagaCoordinator;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.saga.SagaParticipant;
import tercet.kernel.saga.StepOrder;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.Part;
import tercet.kernel.transaction.TransactionSettings;

/**
 * All decisions of all shards: a total, pure function of what is stored, what is asked, and the
 * time. Immutable and safe for any number of threads.
 */
public final class Kernel implements Decider {
  private final RequestDecisions requests;
  private final SagaCoordinator coordinator;
  private final SagaParticipant participant;

  public Kernel(Shards shards, StepOrder stepOrder, TransactionSettings settings) {
    this.coordinator = new SagaCoordinator(stepOrder, settings);
    this.participant = new SagaParticipant(settings);
    this.requests = new RequestDecisions(shards, coordinator);
  }

  @Override
  public List<Key> keys(Input input) {
    return switch (input) {
      case Request request -> RequestDecisions.keys(request);
      case SagaMessage.Debit message -> keys(message);
      case SagaMessage.Undo message -> keys(message);
      case SagaMessage.Keep message ->
          List.of(SagaParticipant.key(message.transaction(), message.to()));
      case SagaMessage.Debited message -> transactionAndOrder(message);
      case SagaMessage.Declined message -> transactionAndOrder(message);
      case SagaMessage.Undone message -> transactionAndOrder(message);
      case Input.Wakeup wakeup -> List.of(wakeup.key());
    };
  }

  private static List<Key> keys(SagaMessage.ToParticipant message) {
    Part part = message.part();
    List<Key> keys = new ArrayList<>(part.debits().size() + 1);
    keys.add(SagaParticipant.key(message.transaction(), part.shard()));
    for (Debit debit : part.debits()) {
      keys.add(Balances.key(debit.balance(), part.shard()));
    }
    return keys;
  }

  private static List<Key> transactionAndOrder(SagaMessage.ToCoordinator message) {
    return List.of(
        SagaCoordinator.key(message.order(), message.to()),
        OrderCommands.key(message.order(), message.to()));
  }

  @Override
  public Decision decide(Records records, Input input, Instant now) {
    return switch (input) {
      case Request request -> requests.decide(records, request, now);
      case SagaMessage.Debit message -> participant.debit(records, message, now);
      case SagaMessage.Undo message -> participant.undo(records, message, now);
      case SagaMessage.Keep message -> participant.keep(records, message);
      case SagaMessage.Debited message -> coordinator.debited(records, message, now);
      case SagaMessage.Declined message -> coordinator.declined(records, message, now);
      case SagaMessage.Undone message -> coordinator.undone(records, message);
      case Input.Wakeup wakeup -> wake(wakeup.key(), records.get(wakeup.key()), now);
    };
  }

  private Decision wake(Key key, @Nullable Stored stored, Instant now) {
    return switch (stored) {
      case Saga saga -> coordinator.wake(key, saga, now);
      case Participation.Debited debited -> participant.wake(key, debited, now);
      case null, default -> Decision.NOTHING; // it ended in the meantime
    };
  }
}
