package tercet.kernel.balance;

import tercet.kernel.Amount;

/**
 * Something for sale.
 *
 * @param amount pieces in stock
 * @param price of one piece, in the smallest unit of money
 */
public record Item(Amount amount, Amount price, long generation) implements Balance {
  @Override
  public Item withAmount(Amount changed) {
    return new Item(changed, price, generation);
  }
}
