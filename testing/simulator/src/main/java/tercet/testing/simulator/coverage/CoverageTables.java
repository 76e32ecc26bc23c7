package tercet.testing.simulator.coverage;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tercet.kernel.Protocol;

/** The pairs that can be met in each protocol, and reasons for those that cannot. */
final class CoverageTables {
  /** Nothing is stored. */
  static final String ABSENT = "absent";

  /** Another transaction of the same order is open. */
  static final String ANOTHER = "another";

  /** Before the name of a message that is not valid any more. */
  static final String VOID = "void ";

  /** A checkout under a command id that does not wait yet. */
  static final String CHECKOUT = "checkout";

  /** A checkout under a command id that waits already. */
  static final String CHECKOUT_AGAIN = "checkout again";

  static final String ADD_ITEM = "add item";

  /** Lines are removed from the order. */
  static final String REMOVE = "remove";

  /** The order is overwritten. */
  static final String INIT = "batch_init";

  static final String WAKEUP = "wakeup";

  private CoverageTables() {}

  /** After the deadline. */
  static String late(String state) {
    return state + " late";
  }

  static CoverageTable ofOrder(Protocol protocol) {
    return switch (protocol) {
      case SAGA -> {
        CoverageTable table =
            order(
                protocol,
                List.of("Debiting", "Compensating"),
                "Debited",
                "Declined",
                "Compensated");
        yield table.never(
            withLate("Debiting"), List.of("Compensated"), "it says so only after a Compensate");
      }
      case TCC -> {
        CoverageTable table =
            order(
                protocol, List.of("Trying", "Cancelling"), "Held", "Busy", "Declined", "Cancelled");
        yield table.never(
            withLate("Trying"), List.of("Cancelled"), "it says so only after a Cancel");
      }
      case TWO_PHASE_COMMIT -> {
        CoverageTable table =
            order(
                protocol, List.of("Preparing", "Committing"), "Prepared", "Declined", "Committed");
        yield table
            .never(withLate("Preparing"), List.of("Committed"), "it says so only after a Commit")
            .never(
                withLate("Committing"), List.of("Declined"), "all have promised, once and for all")
            .never(
                withLate("Committing"),
                List.of(CHECKOUT_AGAIN),
                "the command that waited is answered when it commits");
      }
      case CHOREOGRAPHY ->
          order(protocol, List.of("Choreography"), "VoteYes", "Committed", "Declined");
    };
  }

  static CoverageTable ofParticipant(Protocol protocol) {
    return switch (protocol) {
      case SAGA ->
          participant(protocol, List.of("Debited"), asked("Debit"), "Compensate", "Complete")
              .never(
                  List.of("Declined"),
                  List.of("Complete"),
                  "a declined transaction is never completed")
              .never(List.of("Declined"), List.of(WAKEUP), "it never waited");
      case TCC ->
          participant(
                  protocol,
                  List.of("Held", "Released"),
                  asked("Try"),
                  "Release",
                  "Cancel",
                  "Confirm")
              .never(List.of("Released"), List.of("Confirm"), "only what all hold is confirmed")
              .never(List.of("Declined"), List.of(WAKEUP), "it never waited");
      case TWO_PHASE_COMMIT ->
          participant(protocol, List.of("Queued", "Prepared"), asked("Prepare"), "Commit", "Abort")
              .never(
                  List.of("Queued", "Declined"),
                  List.of("Commit"),
                  "without a promise of all there is no commit");
      case CHOREOGRAPHY ->
          participant(
              protocol,
              List.of("Voted"),
              asked("Debit"),
              "VoteYes",
              "Declined",
              "VoteRequest",
              "VoteAck");
    };
  }

  private static List<String> asked(String message) {
    return List.of(message, VOID + message);
  }

  private static List<String> withLate(String state) {
    return List.of(state, late(state));
  }

  private static CoverageTable order(Protocol protocol, List<String> open, String... votes) {
    List<String> states = new ArrayList<>(List.of(ABSENT, ANOTHER));
    open.forEach(state -> states.addAll(withLate(state)));
    List<String> inputs =
        new ArrayList<>(List.of(CHECKOUT, CHECKOUT_AGAIN, ADD_ITEM, REMOVE, INIT, WAKEUP));
    inputs.addAll(List.of(votes));
    return new CoverageTable(protocol + " at the order", states, inputs)
        .never(
            List.of(ABSENT),
            List.of(CHECKOUT_AGAIN),
            "the command of an open transaction waits until it is answered")
        .never(
            List.of(ANOTHER),
            List.of(CHECKOUT, CHECKOUT_AGAIN, ADD_ITEM, REMOVE, INIT, WAKEUP),
            "it concerns every record");
  }

  private static CoverageTable participant(
      Protocol protocol, List<String> open, List<String> asked, String... told) {
    List<String> states = new ArrayList<>(List.of(ABSENT));
    states.addAll(open);
    states.addAll(List.of("Declined", "Settled"));
    List<String> inputs = Stream.concat(asked.stream(), Stream.of(told)).toList();
    List<String> all = new ArrayList<>(inputs);
    all.add(WAKEUP);
    return new CoverageTable(protocol + " elsewhere", states, all);
  }
}
