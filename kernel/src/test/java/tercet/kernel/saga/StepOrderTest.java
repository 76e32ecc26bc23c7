package tercet.kernel.saga;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tercet.kernel.id.Amount;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.id.UserId;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.Transaction;

final class StepOrderTest {
  private static final Branch PAYMENT =
      new Branch(
          new ShardId(Service.PAYMENT, 0), List.of(new Debit(new UserId("u"), new Amount(3))));
  private static final Branch STOCK_0 =
      new Branch(new ShardId(Service.STOCK, 0), List.of(new Debit(new ItemId("a"), new Amount(1))));
  private static final Branch STOCK_1 =
      new Branch(new ShardId(Service.STOCK, 1), List.of(new Debit(new ItemId("b"), new Amount(2))));
  private static final Transaction FULL = transaction(PAYMENT, STOCK_0, STOCK_1);
  private static final Transaction EMPTY_ORDER = transaction(PAYMENT);

  @Test
  void parallelHasOneStep() {
    assertEquals(List.of(PAYMENT, STOCK_0, STOCK_1), StepOrder.PARALLEL.step(FULL, 0));
    assertEquals(List.of(), StepOrder.PARALLEL.step(FULL, 1));
  }

  @Test
  void paymentFirstAsksStockSecond() {
    assertEquals(List.of(PAYMENT), StepOrder.PAYMENT_FIRST.step(FULL, 0));
    assertEquals(List.of(STOCK_0, STOCK_1), StepOrder.PAYMENT_FIRST.step(FULL, 1));
    assertEquals(List.of(), StepOrder.PAYMENT_FIRST.step(FULL, 2));
  }

  @Test
  void stockFirstAsksPaymentSecond() {
    assertEquals(List.of(STOCK_0, STOCK_1), StepOrder.STOCK_FIRST.step(FULL, 0));
    assertEquals(List.of(PAYMENT), StepOrder.STOCK_FIRST.step(FULL, 1));
    assertEquals(List.of(), StepOrder.STOCK_FIRST.step(FULL, 2));
  }

  @ParameterizedTest
  @EnumSource
  void emptyOrderAsksOnlyForTheUser(StepOrder stepOrder) {
    assertEquals(List.of(PAYMENT), stepOrder.step(EMPTY_ORDER, 0));
    assertEquals(List.of(), stepOrder.step(EMPTY_ORDER, 1));
  }

  @ParameterizedTest
  @EnumSource
  void eachParticipantIsAskedExactlyOnce(StepOrder stepOrder) {
    Set<Branch> asked = new HashSet<>();
    for (int step = 0; !stepOrder.step(FULL, step).isEmpty(); step++) {
      for (Branch branch : stepOrder.step(FULL, step)) {
        assertEquals(true, asked.add(branch));
      }
    }
    assertEquals(new HashSet<>(FULL.branches()), asked);
  }

  private static Transaction transaction(Branch... branches) {
    return new Transaction(
        new TransactionId("t"), new OrderId("o"), 1, 0, Instant.EPOCH, List.of(branches));
  }
}
