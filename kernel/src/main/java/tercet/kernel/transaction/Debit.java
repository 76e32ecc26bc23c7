package tercet.kernel.transaction;

import tercet.kernel.id.Amount;
import tercet.kernel.id.BalanceId;

/**
 * The amount that a checkout takes from one balance. Zero still demands that the balance exists.
 */
public record Debit(BalanceId balance, Amount amount) {}
