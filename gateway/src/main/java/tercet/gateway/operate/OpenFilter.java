package tercet.gateway.operate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.UserId;
import tercet.kernel.transaction.Debit;
import tercet.runtime.inspect.NodeInspector;
import tercet.runtime.inspect.OpenPart;

/** Which open records a list is to have. */
final class OpenFilter implements Predicate<OpenPart> {
  /** All that a list can be asked for. */
  static final Set<String> PARAMETERS =
      Set.of(
          "protocol",
          "state",
          "role",
          "order",
          "user",
          "item",
          "waits-for",
          "unreachable",
          "older-than",
          "after",
          "limit");

  private static final Set<String> ROLES =
      Set.of("coordinator", "participant", "outcome", "refund", "all", "problems");

  /** A participant that has had no outcome for so long after the deadline is in doubt. */
  private static final Duration DOUBT_AFTER = Duration.ofSeconds(2);

  private final QueryParameters query;
  private final NodeInspector node;
  private final Instant now;
  private final @Nullable Instant begunBefore;
  private final String role;

  OpenFilter(QueryParameters query, NodeInspector node) {
    this.query = query;
    this.node = node;
    this.now = node.now();
    Duration age = query.time("older-than");
    this.begunBefore = age == null ? null : now.minus(age);
    String asked = query.text("role");
    this.role = asked == null ? "problems" : asked;
    if (!ROLES.contains(role)) {
      throw new QueryParameters.BadQueryException(
          "'role' is coordinator, participant, outcome, refund or all; without it the list has the"
              + " transactions, and participants whose order's shard does not answer.");
    }
    String unreachable = query.text("unreachable");
    if (unreachable != null && !unreachable.equals("true") && !unreachable.equals("false")) {
      throw new QueryParameters.BadQueryException("'unreachable' is true or false.");
    }
  }

  @Override
  public boolean test(OpenPart part) {
    return isOfRole(part)
        && is("protocol", String.valueOf(part.protocol()))
        && is("state", part.state())
        && is("order", part.order().value())
        && takes(part)
        && waitsFor(part)
        && reachable(part)
        && isOld(part);
  }

  private boolean is(String name, String value) {
    String wanted = query.text(name);
    return wanted == null || wanted.equals(value);
  }

  private boolean isOfRole(OpenPart part) {
    return switch (role) {
      case "all" -> true;
      case "problems" ->
          switch (part.role()) {
            case COORDINATOR -> true;
            case PARTICIPANT -> isInDoubt(part);
            case REFUND -> part.awaits().stream().anyMatch(this::isUnreachable);
            case OUTCOME -> false;
          };
      default -> part.role().word().equals(role);
    };
  }

  private boolean isInDoubt(OpenPart part) {
    Instant deadline = part.deadline();
    return (deadline != null && deadline.plus(DOUBT_AFTER).isBefore(now))
        || part.awaits().stream().anyMatch(this::isUnreachable);
  }

  private boolean takes(OpenPart part) {
    String user = query.text("user");
    String item = query.text("item");
    return (user == null || hasDebit(part.debits(), new UserId(user).value(), true))
        && (item == null || hasDebit(part.debits(), new ItemId(item).value(), false));
  }

  private static boolean hasDebit(List<Debit> debits, String id, boolean ofUser) {
    return debits.stream()
        .anyMatch(debit ->
            debit.balance() instanceof UserId == ofUser && debit.balance().value().equals(id));
  }

  /** A service, a shard or a node. */
  private boolean waitsFor(OpenPart part) {
    String wanted = query.text("waits-for");
    return wanted == null
        || part.awaits().stream()
            .anyMatch(shard ->
                PartJson.name(shard).equals(wanted)
                    || shard.service().name().toLowerCase(Locale.ROOT).equals(wanted)
                    || node.neighbours().servers(shard).contains(wanted));
  }

  private boolean reachable(OpenPart part) {
    String wanted = query.text("unreachable");
    return wanted == null
        || part.awaits().stream().anyMatch(this::isUnreachable) == wanted.equals("true");
  }

  private boolean isUnreachable(ShardId shard) {
    return !node.neighbours().reaches(shard);
  }

  private boolean isOld(OpenPart part) {
    Instant before = begunBefore;
    Instant deadline = part.deadline();
    return before == null || (deadline != null && node.began(deadline).isBefore(before));
  }
}
