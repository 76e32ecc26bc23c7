package tercet.kernel.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import tercet.kernel.balance.Balance;
import tercet.kernel.command.Reason;
import tercet.kernel.command.Refusal;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.order.LastCheckout;
import tercet.kernel.tcc.Tcc;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.Reservation;

/** How a trace says what occurs in many records. Times are milliseconds since its start. */
record Words(Instant start) {

  String time(Instant time) {
    return Long.toString(Duration.between(start, time).toMillis());
  }

  String last(LastCheckout checkout) {
    return switch (checkout) {
      case LastCheckout.None none -> "";
      case LastCheckout.Refused refused ->
          ", %s refused at %s, %s"
              .formatted(
                  refused.transaction().value(), time(refused.at()), refusal(refused.refusal()));
    };
  }

  static String shards(List<ShardId> shards) {
    return shards.isEmpty()
        ? "none"
        : shards.stream().map(ShardId::toString).collect(Collectors.joining(" "));
  }

  static String attempt(int attempt) {
    return attempt == Tcc.Trying.AT_ONCE ? "at once" : "in turn";
  }

  static String branch(Branch branch) {
    return branch.debits().isEmpty()
        ? "all"
        : branch.debits().stream().map(Words::debit).collect(Collectors.joining(", "));
  }

  private static String debit(Debit debit) {
    return debit.balance().value() + " " + debit.amount().value();
  }

  static String taken(List<Reservation> taken) {
    return taken.stream()
        .map(one -> one.balance().value() + " " + one.amount().value())
        .collect(Collectors.joining(", "));
  }

  /** The claims of transactions on a balance. */
  static String claims(Balance balance) {
    String held =
        (balance.held().value() == 0 ? "" : ", %d held".formatted(balance.held().value()))
            + (balance.leased().value() == 0
                ? ""
                : ", %d kept for orders".formatted(balance.leased().value()));
    return balance.isLocked()
        ? held
            + ", locked by "
            + balance.lockQueue().stream()
                .map(TransactionId::value)
                .collect(Collectors.joining(", then "))
        : held;
  }

  /** A refusal with its details. */
  static String refusal(Refusal refusal) {
    return switch (refusal) {
      case Reason plain -> plain.toString();
      case Refusal.Unknown unknown -> unknown.reason() + " " + unknown.balance().value();
      case Refusal.Costlier costlier ->
          "%s: %d, at most %d"
              .formatted(costlier.reason(), costlier.total().value(), costlier.max().value());
      case Refusal.Shortage shortage ->
          "%s of %s: %d wanted, %d left"
              .formatted(
                  shortage.reason(),
                  shortage.balance().value(),
                  shortage.wanted().value(),
                  shortage.left().value());
    };
  }
}
