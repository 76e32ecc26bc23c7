package tercet.kernel.transaction;

import tercet.kernel.id.Amount;
import tercet.kernel.id.BalanceId;

/**
 * The amount that an undecided transaction took from one balance, or holds of it.
 *
 * @param generation of the balance when it was taken
 */
public record Reservation(BalanceId balance, Amount amount, long generation) {}
