package tercet.testing.simulator.canary;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tercet.kernel.command.Command;
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
import tercet.kernel.id.TransactionId;
import tercet.kernel.transaction.OpenTransaction;
import tercet.testing.simulator.world.Wiring;

/**
 * Some orders are gone when a participant asks for the outcome of a transaction that has ended, and
 * when an operator settles it. Else everything is as it is.
 */
public class OrdersGone implements Wiring {
  private static final int ONE_OF = 2;

  @Override
  public final boolean losesOrders() {
    return true;
  }

  /** A planted bug; none by default. */
  Decision tamper(Input input, Decision decision) {
    return decision;
  }

  @Override
  public final Decider decider(Decider kernel) {
    return new Decider() {
      @Override
      public List<Key> keys(Input input) {
        return kernel.keys(input);
      }

      @Override
      public Decision decide(RecordView records, Input input, Instant now) {
        return tamper(input, kernel.decide(view(records, input), input, now));
      }
    };
  }

  private static RecordView view(RecordView records, Input input) {
    return switch (input) {
      case Message message when message.to().service() == Service.ORDER ->
          view(records, message.order(), message.transaction(), input);
      case Request request when request.command() instanceof Command.Settle settle ->
          view(records, settle.order(), settle.transaction(), input);
      case Input other -> records;
    };
  }

  private static RecordView view(
      RecordView records, OrderId order, TransactionId transaction, Input input) {
    boolean isGone = Math.floorMod(transaction.value().hashCode(), ONE_OF) == 0;
    Key key = Key.transaction(order, input.to());
    return isGone && OpenTransaction.find(records, key, transaction, OpenTransaction.class) == null
        ? new WithoutOrders(records)
        : records;
  }

  private record WithoutOrders(RecordView records) implements RecordView {
    @Override
    public @Nullable StoredRecord get(Key key) {
      return key.kind() == RecordKind.ORDER ? null : records.get(key);
    }

    @Override
    public long incarnation() {
      return records.incarnation();
    }

    @Override
    public boolean mayLack(long begun) {
      return records.mayLack(begun);
    }
  }
}
