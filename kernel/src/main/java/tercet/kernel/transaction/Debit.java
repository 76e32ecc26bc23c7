package tercet.kernel.transaction;

import tercet.kernel.Amount;
import tercet.kernel.BalanceId;

/** What a checkout takes from one balance. Zero still demands that the balance exists. */
public record Debit(BalanceId balance, Amount amount) {}
