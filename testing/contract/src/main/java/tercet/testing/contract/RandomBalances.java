package tercet.testing.contract;

import java.util.List;
import java.util.random.RandomGenerator;
import tercet.kernel.balance.Account;
import tercet.kernel.balance.Item;
import tercet.kernel.balance.Lease;
import tercet.kernel.balance.Slot;

/** Balances with random content. */
final class RandomBalances {
  private final RandomGenerator random;
  private final RandomRecords records;

  RandomBalances(RandomGenerator random, RandomRecords records) {
    this.random = random;
    this.records = records;
  }

  Item item() {
    return new Item(
        records.amount(),
        records.amount(),
        records.line(),
        records.amount(),
        random.nextLong(),
        random.nextBoolean() ? List.of() : records.list(3, this::lease));
  }

  private Lease lease() {
    return new Lease(
        records.orderId(),
        random.nextLong(),
        records.amount(),
        random.nextBoolean() ? List.of(claim()) : List.of(claim(), claim()));
  }

  private Lease.Claim claim() {
    return new Lease.Claim(random.nextLong(), records.amount(), records.soon());
  }

  private Slot slot() {
    return new Slot(
        records.orderId(), random.nextLong(), records.soon(), records.soon(), records.soon());
  }

  Account account() {
    return new Account(
        records.amount(),
        records.amount(),
        records.line(),
        random.nextLong(),
        random.nextBoolean() ? List.of() : records.list(3, this::slot));
  }
}
