package tercet.runtime.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tercet.runtime.Scene.START;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tercet.kernel.Kernel;
import tercet.kernel.Protocol;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Line;
import tercet.kernel.command.Reason;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Request;
import tercet.kernel.id.Amount;
import tercet.kernel.id.CommandId;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.kernel.id.TransactionId;
import tercet.kernel.id.UserId;
import tercet.kernel.order.Order;
import tercet.kernel.saga.StepOrder;
import tercet.kernel.tcc.Tcc;
import tercet.kernel.transaction.Transaction;
import tercet.kernel.transaction.TransactionSettings;
import tercet.runtime.ManualClock;
import tercet.runtime.store.HeapStore;
import tercet.runtime.transport.Envelope;

/** An order's lane with thousands of open transactions, whose participants are gone or back. */
final class LaneOverloadTest {
  private static final Shards SHARDS = new Shards(1);
  private static final ShardId ORDERS = SHARDS.of(Service.ORDER).getFirst();
  private static final ShardId STOCK = SHARDS.of(Service.STOCK).getFirst();
  private static final ShardId PAYMENT = SHARDS.of(Service.PAYMENT).getFirst();
  private static final Duration DEADLINE = Duration.ofSeconds(2);
  private static final Duration TICK = Duration.ofMillis(20);

  private final ManualClock clock = new ManualClock(START);
  private final HeapStore store = new HeapStore(true, false);
  private final ConfirmingParticipants participants = new ConfirmingParticipants();
  private final Kernel kernel =
      new Kernel(
          SHARDS,
          Protocol.TCC,
          StepOrder.PARALLEL,
          new TransactionSettings(
              Duration.ofSeconds(2),
              Duration.ofSeconds(1),
              Duration.ofMillis(500),
              Duration.ofSeconds(5)));

  /** Fails on a lane that takes wake-ups first: they send again although the answers are there. */
  @Test
  void wakeUpsDoNotKeepTheAnswersWaitingThatWouldEndThem() {
    leaveOpen(4_000);
    Lane lane = lane(new LaneSettings(80_000, 10, false));
    lane.recover(); // ten inputs each 20 ms are less than its wake-ups alone
    runUntilClosed(lane, Duration.ofSeconds(60));
  }

  /** Messages alone would fill every batch. */
  @Test
  void fullMailboxDoesNotPutOffDeadlines() {
    Lane lane = lane(new LaneSettings(1_000, 8, false));
    lane.offer(checkout(0));
    lane.step();
    clock.move(DEADLINE);
    for (int number = 0; number < 500; number++) {
      lane.offer(find(number));
    }
    int waiting = lane.statistics().waiting();
    lane.step();
    assertEquals(waiting - 7, lane.statistics().waiting());
    assertInstanceOf(Tcc.Cancelling.class, store.find(Key.transaction(order(0), ORDERS)));
  }

  @ParameterizedTest
  @ValueSource(ints = {4_000, 40_000})
  void participantsThatCannotBeReachedAreNotAskedAndAreAskedAtOnceWhenTheyAreBack(int count) {
    leaveOpen(count);
    participants.gone.addAll(List.of(STOCK, PAYMENT));
    Lane lane = lane(new LaneSettings(80_000, 500, false));
    lane.recover();
    run(lane, Duration.ofSeconds(60));
    assertEquals(0, participants.cancels);
    assertEquals(count, open());

    participants.gone.clear();
    lane.returned(List.of(STOCK));
    assertFalse(lane.isIdle());
    runUntilClosed(lane, Duration.ofSeconds(6));
    assertEquals(2 * count, participants.cancels);
  }

  @Test
  void deadlineIsDecidedThoughNobodyCanBeReached() {
    participants.gone.addAll(List.of(STOCK, PAYMENT));
    Lane lane = lane(new LaneSettings(1_000, 100, false));
    for (int number = 0; number < 50; number++) {
      lane.offer(checkout(number));
    }
    lane.step();
    int tries = participants.tries;
    run(lane, DEADLINE);
    assertEquals(tries, participants.tries, "asked again in vain");
    run(lane, Duration.ofSeconds(1));
    assertEquals(50, participants.replies.size());
    int cancels = participants.cancels; // by the decisions themselves
    run(lane, Duration.ofSeconds(20));
    assertEquals(cancels, participants.cancels);
    participants.gone.clear();
    lane.returned(List.of(PAYMENT));
    runUntilClosed(lane, Duration.ofSeconds(1));
  }

  /** Its timer may be seconds away: its last message went to a peer that seemed alive. */
  @Test
  void recordIsWokenWhenAPeerReturnsThoughItsOwnTimeIsFar() {
    leaveOpen(1);
    Lane lane = lane(new LaneSettings(1_000, 100, false));
    lane.recover();
    lane.step();
    participants.answers.clear();
    assertFalse(lane.step());
    lane.returned(List.of(ORDERS));
    assertFalse(lane.step());
    lane.returned(List.of(PAYMENT));
    assertTrue(lane.step());
    assertEquals(2, participants.answers.size());
  }

  @Test
  void wakeUpBeforeItsTimeOnlySetsTheTimer() {
    Lane owner = lane(new LaneSettings(1_000, 100, false));
    owner.offer(checkout(0));
    owner.step();
    Instant wakeAt = Objects.requireNonNull(owner.nextWakeup());
    int tries = participants.tries;

    Lane recoverer = lane(new LaneSettings(1_000, 100, false));
    recoverer.offer(new Input.TimerFired(Key.transaction(order(0), ORDERS)));
    assertNull(recoverer.nextWakeup());
    recoverer.step();
    assertEquals(tries, participants.tries);
    assertEquals(wakeAt, recoverer.nextWakeup());
    clock.move(Duration.between(START, wakeAt));
    recoverer.step();
    assertEquals(tries + 2, participants.tries);
  }

  @Test
  void noMoreTransactionsBeginThanMayBeOpenAndTheOthersEnd() {
    Lane lane = lane(new LaneSettings(1_000, 1, false, 2));
    for (int number : new int[] {0, 1, 2, 0}) {
      lane.offer(checkout(number));
    }
    while (lane.step()) {}
    assertEquals(
        List.of(new Envelope.ToNode(address("c2"), new Answer.Unavailable(false))),
        participants.replies);
    assertEquals(2, open());
    clock.move(DEADLINE);
    while (lane.step()) {}
    participants.answers.forEach(lane::offer);
    while (lane.step()) {}
    assertEquals(0, open());
    lane.offer(checkout(3));
    lane.step();
    assertEquals(1, open());
  }

  private void leaveOpen(int count) {
    for (int number = 0; number < count; number++) {
      Transaction transaction =
          Transaction.of(
              new TransactionId("c" + number),
              order(number),
              unpaid(number),
              0,
              START.minusSeconds(60),
              SHARDS);
      store.put(
          Key.transaction(order(number), ORDERS),
          new Tcc.Cancelling(
              transaction,
              List.of(),
              Reason.DEADLINE_EXCEEDED,
              transaction.participants(),
              START.minusSeconds(60),
              6,
              START.plusMillis(number * 5_600L / count)));
    }
  }

  private Order.Unpaid unpaid(int number) {
    Line line = new Line(new ItemId("i"), new Amount(1), new Amount(1));
    Order.Unpaid unpaid = new Order.Unpaid(new UserId("u"), List.of(line), 1);
    store.put(Key.order(order(number), ORDERS), unpaid);
    return unpaid;
  }

  private static OrderId order(int number) {
    return new OrderId("o" + number);
  }

  private static ReplyAddress address(String client) {
    return new ReplyAddress("node", client.hashCode());
  }

  private Request checkout(int number) {
    unpaid(number);
    Instant deadline = clock.instant().plus(DEADLINE);
    return request("c" + number, new Command.Checkout(order(number), deadline));
  }

  private Request find(int number) {
    return request("f" + number, new Command.FindOrder(order(0)));
  }

  private Request request(String client, Command command) {
    return new Request(
        ORDERS,
        new CommandId(client, false),
        command,
        address(client),
        clock.instant().plusSeconds(10),
        clock.instant().plusSeconds(60));
  }

  private long open() {
    return store.contents().keySet().stream().filter(LaneOverloadTest::isTransaction).count();
  }

  private static boolean isTransaction(Key key) {
    return key.kind() == RecordKind.TRANSACTION;
  }

  private void run(Lane lane, Duration time) {
    Instant end = clock.instant().plus(time);
    while (clock.instant().isBefore(end)) {
      tick(lane);
    }
  }

  private void runUntilClosed(Lane lane, Duration max) {
    Instant end = clock.instant().plus(max);
    while (open() > 0) {
      assertTrue(clock.instant().isBefore(end), () -> open() + " are open after " + max);
      for (int times = 0; times < 10; times++) {
        tick(lane);
      }
    }
  }

  private void tick(Lane lane) {
    lane.step();
    clock.move(TICK);
    for (Input input = participants.answers.poll();
        input != null;
        input = participants.answers.poll()) {
      assertTrue(lane.offer(input), "an answer was dropped");
    }
  }

  private Lane lane(LaneSettings settings) {
    return new Lane(
        Set.of(ORDERS),
        kernel,
        store,
        participants,
        clock,
        settings,
        (input, subject, bug) -> {
          throw bug;
        });
  }
}
