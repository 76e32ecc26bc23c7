package tercet.testing.chaos;

import java.util.List;

/**
 * A fault that happened. Times are seconds since the beginning of the load.
 *
 * @param action the kind of fault
 * @param members names of the members that it hit
 * @param at when it began
 * @param hitAt when all members had been hit: to kill two takes a moment
 * @param healedAt when it was undone: members were started again or let go on
 * @param readyAt when all members said that they do their work; NaN if they did not in time
 */
public record InjectedFault(
    Action action, List<String> members, double at, double hitAt, double healedAt, double readyAt) {
  public InjectedFault {
    members = List.copyOf(members);
  }

  /** The kind and the members, for example {@code kill order-1}. */
  public String what() {
    return action.word() + " " + String.join(", ", members);
  }
}
