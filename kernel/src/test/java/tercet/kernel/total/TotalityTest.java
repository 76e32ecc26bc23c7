package tercet.kernel.total;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tercet.kernel.total.States.DEADLINE;
import static tercet.kernel.total.States.ORDER;
import static tercet.kernel.total.States.START;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tercet.kernel.Kernel;
import tercet.kernel.Protocol;
import tercet.kernel.balance.Item;
import tercet.kernel.choreography.ChoreographyMessage;
import tercet.kernel.command.Command;
import tercet.kernel.command.Range;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.Request;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.kernel.order.Order;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.saga.StepOrder;
import tercet.kernel.tcc.TccMessage;
import tercet.kernel.transaction.OpenBranch;
import tercet.kernel.transaction.TransactionSettings;
import tercet.kernel.twophase.Queued;
import tercet.kernel.twophase.TwoPhaseMessage;

final class TotalityTest {
  static final Shards SHARDS = new Shards(1);
  static final List<Instant> TIMES =
      List.of(
          START,
          START.plusSeconds(2),
          START.plusMillis(2_001),
          DEADLINE.minusMillis(1),
          DEADLINE,
          DEADLINE.plusMillis(1),
          DEADLINE.plusSeconds(100_000));
  static final TransactionSettings SETTINGS =
      new TransactionSettings(
          Duration.ofSeconds(2),
          Duration.ofMillis(500),
          Duration.ofMillis(200),
          Duration.ofSeconds(2));

  private static final TransactionSettings LOSING = SETTINGS.losing(Duration.ofSeconds(1));

  @ParameterizedTest
  @EnumSource
  void everyInputIsDecidedInEveryState(Protocol protocol) {
    decideAll(protocol, StepOrder.PARALLEL);
  }

  @ParameterizedTest
  @EnumSource
  void everyInputIsDecidedInEveryStepOrderOfASaga(StepOrder stepOrder) {
    decideAll(Protocol.SAGA, stepOrder);
  }

  @ParameterizedTest
  @EnumSource
  void everyInputIsDecidedInEveryStateWhereStoresMayLose(Protocol protocol) {
    decideAll(protocol, StepOrder.PARALLEL, LOSING, Samples.of(protocol));
    decideAll(protocol, StepOrder.PARALLEL, LOSING, new OutcomeSamples());
  }

  @Test
  void everyInputIsDecidedInEveryStateOfARefund() {
    for (TransactionSettings settings : List.of(SETTINGS, LOSING)) {
      decideAll(Protocol.TCC, StepOrder.PARALLEL, settings, new RefundSamples());
    }
  }

  /** A shard reads all that a batch announces at once, and anything else by itself. */
  @Test
  void wakeOfATransactionAnnouncesItsOrder() {
    Kernel kernel = new Kernel(SHARDS, Protocol.TCC, StepOrder.PARALLEL, SETTINGS);
    OrderId order = new OrderId("o1");
    ShardId shard = SHARDS.of(order);
    Key transaction = Key.transaction(order, shard);
    assertEquals(
        List.of(transaction, Key.order(order, shard)),
        kernel.keys(new Input.TimerFired(transaction)));
  }

  private static void decideAll(Protocol protocol, StepOrder stepOrder) {
    decideAll(protocol, stepOrder, SETTINGS, Samples.of(protocol));
  }

  private static void decideAll(
      Protocol protocol, StepOrder stepOrder, TransactionSettings settings, Samples samples) {
    Kernel kernel = new Kernel(SHARDS, protocol, stepOrder, settings);
    for (ShardId shard : SHARDS.all()) {
      List<Input> inputs = Inputs.to(shard, samples);
      for (Map<Key, StoredRecord> state : States.of(shard, samples)) {
        for (Input input : inputs) {
          if (isImpossible(state, input) && !settings.mayLose()) {
            assertThrows(
                IllegalStateException.class, () -> kernel.decide(state::get, input, START));
            continue;
          }
          for (Instant now : TIMES) {
            check(kernel, state, input, now);
          }
        }
      }
    }
  }

  /**
   * Nothing is committed before all have promised, and a transaction that stands in line has not.
   */
  static boolean isImpossible(Map<Key, StoredRecord> state, Input input) {
    return input instanceof TwoPhaseMessage.Commit commit
        && state.get(Key.participation(commit.transaction(), commit.to())) instanceof Queued;
  }

  private static void check(Kernel kernel, Map<Key, StoredRecord> state, Input input, Instant now) {
    Set<Key> read = new HashSet<>();
    Decision decision;
    try {
      decision =
          kernel.decide(
              key -> {
                read.add(key);
                return state.get(key);
              },
              input,
              now);
    } catch (RuntimeException e) {
      throw new AssertionError(input + " in " + state + " at " + now, e);
    }
    List<Key> keys = kernel.keys(input);
    assertTrue(
        keys.containsAll(read) || Announced.by(keys, state, input).containsAll(read),
        () -> input + " reads " + read + ", unannounced");
    for (Decision.Change change : decision.changes()) {
      assertEquals(input.to(), change.key().shard(), () -> input + " changes another shard");
    }
    assertEquals(decision, kernel.decide(state::get, input, now), "not a function of its input");
  }

  @Test
  void everyTypeOfInputAndOfRecordIsAmongTheSamples() {
    Set<Class<?>> inputs =
        ofEachShardAndProtocol((shard, samples) -> Inputs.to(shard, samples).stream())
            .flatMap(input ->
                input instanceof Request request
                    ? Stream.of(input.getClass(), request.command().getClass())
                    : Stream.of(input.getClass()))
            .collect(Collectors.toSet());
    assertEquals(leaves(Input.class, Command.class), inputs);

    Set<Class<?>> records =
        ofEachShardAndProtocol((shard, samples) -> States.of(shard, samples).stream())
            .flatMap(state -> state.values().stream())
            .map(Object::getClass)
            .collect(Collectors.toSet());
    Set<Class<?>> stored = leaves(StoredRecord.class);
    assertEquals(stored, records);
  }

  private static <T> Stream<T> ofEachShardAndProtocol(
      BiFunction<ShardId, Samples, Stream<T>> samples) {
    return Stream.concat(
            Stream.of(Protocol.values()).map(Samples::of),
            Stream.of(new OutcomeSamples(), new RefundSamples()))
        .flatMap(
            protocol -> SHARDS.all().stream().flatMap(shard -> samples.apply(shard, protocol)));
  }

  /** Records that a sealed hierarchy permits. */
  private static Set<Class<?>> leaves(Class<?>... roots) {
    Set<Class<?>> found = new HashSet<>();
    for (Class<?> root : roots) {
      if (root.isRecord()) {
        found.add(root);
      } else if (root.isSealed()) {
        found.addAll(leaves(root.getPermittedSubclasses()));
      }
    }
    return found;
  }

  /** Inputs that can never arrive, because their sender checks them. */
  @Test
  void onlyTheseInputsAreImpossible() {
    Kernel kernel = new Kernel(SHARDS, Protocol.SAGA, StepOrder.PARALLEL, SETTINGS);
    Order order = new Order.Unpaid(States.ANN, List.of(), 1);
    Map<Key, StoredRecord> state = Map.of(Key.order(States.O1, ORDER), order);
    for (Command impossible :
        List.of(
            new Command.AddItem(States.O1, States.APPLE, Amount.ZERO, Amount.ZERO),
            new Command.InitOrders(new Range(0, 1), 0, 1, Amount.ZERO, 42),
            new Command.InitOrders(new Range(0, 1), 1, 0, Amount.ZERO, 42))) {
      Request request =
          new Request(
              ORDER, States.C1, impossible, new ReplyAddress("node", 1), DEADLINE, DEADLINE);
      assertThrows(IllegalArgumentException.class, () -> kernel.decide(state::get, request, START));
    }
  }

  /** Ids are unique, so that no participant ever finds a record of another protocol under one. */
  @ParameterizedTest
  @EnumSource
  void recordOfAnotherProtocolIsABug(Protocol protocol) {
    Kernel kernel = new Kernel(SHARDS, protocol, StepOrder.PARALLEL, SETTINGS);
    for (Protocol other : Protocol.values()) {
      for (Map<Key, StoredRecord> state : Samples.of(other).branches(States.STOCK_PART)) {
        StoredRecord branch = state.get(States.participation(States.T1, States.STOCK_PART));
        if (other == protocol || !(branch instanceof OpenBranch)) {
          continue;
        }
        for (Message message : Samples.of(protocol).toParticipant(States.T1, States.STOCK_PART)) {
          if (isOnlyForWhoHoldsSomething(message)) {
            assertEquals(Decision.NOTHING, kernel.decide(state::get, message, START));
          } else {
            assertThrows(
                IllegalStateException.class,
                () -> kernel.decide(state::get, message, START),
                () -> message + " in " + state);
          }
        }
      }
    }
  }

  private static boolean isOnlyForWhoHoldsSomething(Message message) {
    return message instanceof SagaMessage.Complete
        || message instanceof TccMessage.Confirm
        || message instanceof ChoreographyMessage.VoteAck;
  }

  @Test
  void recordOfAnotherTypeUnderAKeyIsABug() {
    Kernel kernel = new Kernel(SHARDS, Protocol.SAGA, StepOrder.PARALLEL, SETTINGS);
    StoredRecord item = new Item(Amount.ZERO, Amount.ZERO, 1);
    Request request =
        new Request(
            ORDER,
            States.C1,
            new Command.FindOrder(States.O1),
            new ReplyAddress("node", 1),
            DEADLINE,
            DEADLINE);
    assertThrows(ClassCastException.class, () -> kernel.decide(key -> item, request, START));
  }
}
