package tercet.testing.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import tercet.testing.testbed.cluster.Member;

/** Draws faults within the {@link Limits} of a cluster. */
final class RandomFaults {
  /** Kills are drawn most often: they are the most frequent fault in production, too. */
  private static final List<Action> ACTIONS =
      List.of(
          Action.KILL,
          Action.KILL,
          Action.KILL,
          Action.RESTART,
          Action.PAUSE,
          Action.PAUSE,
          Action.ISOLATE,
          Action.ISOLATE,
          Action.SLOW);

  private static final int LASTS_MILLIS_MIN = 1_000;
  private static final int LASTS_MILLIS_MAX = 8_000;

  /** The rate of before is known after five seconds; the rest keeps faults from a rhythm. */
  private static final int QUIET_MILLIS_MIN = 5_500;

  private static final int QUIET_MILLIS_MAX = 9_000;
  private static final int TENTH = 100;

  /** One fault of so many hits two at once, if the cluster bears it. */
  private static final int TWO_AT_ONCE = 4;

  private final List<Member> members;
  private final SplittableRandom random;

  RandomFaults(List<Member> members, long seed) {
    if (members.isEmpty()) {
      throw new IllegalArgumentException("a cluster without members cannot suffer");
    }
    this.members = List.copyOf(members);
    this.random = new SplittableRandom(seed);
  }

  List<PlannedFault> draw(Duration length) {
    List<PlannedFault> faults = new ArrayList<>();
    do {
      faults.add(drawOne());
    } while (new ChaosPlan(faults).lengthGuess().compareTo(length) < 0);
    return faults;
  }

  private PlannedFault drawOne() {
    Action action = ACTIONS.get(random.nextInt(ACTIONS.size()));
    List<Member> able = able(action);
    if (able.isEmpty()) {
      action = Action.KILL;
      able = members;
    }
    List<Member> hit = new ArrayList<>();
    hit.add(able.get(random.nextInt(able.size())));
    if (random.nextInt(TWO_AT_ONCE) == 0) {
      Member second = able.get(random.nextInt(able.size()));
      List<Member> both = List.of(hit.getFirst(), second);
      if (!second.name().equals(hit.getFirst().name()) && Limits.bears(members, both)) {
        hit.add(second);
      }
    }
    Duration lasts =
        action == Action.RESTART ? Duration.ZERO : millis(LASTS_MILLIS_MIN, LASTS_MILLIS_MAX);
    return new PlannedFault(
        new PlannedFault.Start.Quiet(millis(QUIET_MILLIS_MIN, QUIET_MILLIS_MAX)),
        action,
        hit.stream().map(Member::name).toList(),
        lasts);
  }

  private List<Member> able(Action action) {
    return action == Action.ISOLATE
        ? members.stream().filter(Member::canBeIsolated).toList()
        : members;
  }

  /** Whole tenths of a second. */
  private Duration millis(int min, int max) {
    return Duration.ofMillis(random.nextInt(min / TENTH, max / TENTH + 1) * (long) TENTH);
  }
}
