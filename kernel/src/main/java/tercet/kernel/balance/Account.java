package tercet.kernel.balance;

import tercet.kernel.Amount;

/**
 * What a user can spend.
 *
 * @param amount credit, in the smallest unit of money
 */
public record Account(Amount amount, long generation) implements Balance {
  @Override
  public Account withAmount(Amount changed) {
    return new Account(changed, generation);
  }
}
