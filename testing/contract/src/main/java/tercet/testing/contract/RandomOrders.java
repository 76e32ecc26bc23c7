package tercet.testing.contract;

import java.util.random.RandomGenerator;
import tercet.kernel.command.Line;
import tercet.kernel.id.Amount;
import tercet.kernel.id.ItemId;
import tercet.kernel.order.Attempts;
import tercet.kernel.order.LastCheckout;
import tercet.kernel.order.Order;

/** Orders with random content. */
final class RandomOrders {
  private final RandomGenerator random;
  private final RandomRecords records;

  RandomOrders(RandomGenerator random, RandomRecords records) {
    this.random = random;
    this.records = records;
  }

  Order order() {
    return switch (random.nextInt(3)) {
      case 0 -> unpaid();
      case 1 -> paid();
      default -> paid().cancelled(records.soon());
    };
  }

  private Order.Unpaid unpaid() {
    return new Order.Unpaid(
        records.user(),
        records.list(4, this::line),
        random.nextLong(),
        records.list(3, records::transactionId),
        random.nextBoolean()
            ? LastCheckout.NONE
            : new LastCheckout.Refused(records.transactionId(), records.refusal(), records.soon()),
        random.nextBoolean()
            ? Attempts.NONE
            : new Attempts(random.nextLong(), records.id(), random.nextLong(), records.soon()));
  }

  private Order.Paid paid() {
    return new Order.Paid(
        records.user(),
        records.list(4, this::line),
        records.transactionId(),
        random.nextInt(3),
        records.list(3, records::transactionId),
        records.soon(),
        records.list(2, this::line));
  }

  Line line() {
    return new Line(
        new ItemId(records.id()), new Amount(1 + random.nextLong(Amount.MAX)), records.amount());
  }
}
