package tercet.testing.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tercet.testing.testbed.cluster.Member;

/**
 * Which faults a cluster suffers, one after the other: the next one waits until the shop has
 * recovered from the one before. As text, one fault per line:
 *
 * <pre>{@code
 * # when      what    to whom        how long
 * at 10s      kill    order          for 5s      # one of them; it is started again after 5 s
 * at 30s      kill    order, stock-2 for 5s      # both at once
 * at 60s      pause   stock          for 10s     # SIGSTOP
 * after 5s    isolate payment-1      for 3s      # 5 s after everything is well again
 *             slow    gateway        for 10s     # the same: 5 s is what is meant without a word
 *             restart primary                    # kill -9 and started again at once
 * }</pre>
 *
 * <p>To whom: the name of a member, or a role, for one of the members that run and have it, by the
 * seed. How long: 5 s unless it is said. Times are such as {@code 5s}, {@code 500ms} and {@code
 * 2m}.
 *
 * @param faults in the order in which they happen
 */
public record ChaosPlan(List<PlannedFault> faults) {
  /** The expected time of a recovery, for estimates of a run's length. */
  private static final Duration RECOVERY_GUESS = Duration.ofSeconds(5);

  /** Shorter plans have no time to learn the rate between two faults. */
  private static final Duration SHORT = Duration.ofMinutes(1);

  private static final Duration QUIET = Duration.ofMillis(5_500);
  private static final Duration QUIET_IF_SHORT = Duration.ofMillis(500);
  private static final Duration LASTS = Duration.ofSeconds(1);

  public ChaosPlan {
    faults = List.copyOf(faults);
  }

  /**
   * @throws IllegalArgumentException with a sentence for a person, which names the line
   */
  public static ChaosPlan parse(String text) {
    return new ChaosPlan(PlanText.read(text));
  }

  /**
   * Draws a plan that the cluster can bear: see {@link Limits}.
   *
   * @param members of the cluster
   * @param length about so long it takes
   * @param seed the same one draws the same
   */
  public static ChaosPlan random(List<Member> members, Duration length, long seed) {
    return new ChaosPlan(new RandomFaults(members, seed).draw(length));
  }

  /**
   * Kills a member of every kind, and then draws faults until the length is reached.
   *
   * @param members of the cluster
   * @param length about so long it takes, or longer if there are many kinds
   * @param seed the same one draws the same
   */
  public static ChaosPlan everyKind(List<Member> members, Duration length, long seed) {
    boolean isShort = length.compareTo(SHORT) < 0;
    List<PlannedFault> faults =
        new ArrayList<>(new MemberKinds(members, isShort ? QUIET_IF_SHORT : QUIET, LASTS).kills());
    Duration left = length.minus(new ChaosPlan(faults).lengthGuess());
    if (left.isPositive()) {
      faults.addAll(new RandomFaults(members, seed).draw(left));
    }
    return new ChaosPlan(faults);
  }

  /** How long it takes if every recovery takes some seconds. */
  public Duration lengthGuess() {
    Duration end = Duration.ZERO;
    for (PlannedFault fault : faults) {
      Duration begins =
          switch (fault.start()) {
            case PlannedFault.Start.At(Duration time) -> time.compareTo(end) > 0 ? time : end;
            case PlannedFault.Start.Quiet(Duration time) -> end.plus(time);
          };
      end = begins.plus(fault.lasts()).plus(RECOVERY_GUESS);
    }
    return end;
  }

  /**
   * Refuses a plan that this cluster cannot suffer.
   *
   * @throws IllegalArgumentException with a sentence for a person
   */
  public void checkAgainst(List<Member> members) {
    Set<String> known = new LinkedHashSet<>();
    members.forEach(member -> known.add(member.name()));
    members.forEach(member -> known.addAll(member.roles()));
    for (PlannedFault fault : faults) {
      for (String target : fault.targets()) {
        if (!known.contains(target)) {
          throw new IllegalArgumentException(
              "'%s' of '%s' is no member or role of this cluster, which has %s"
                  .formatted(target, fault, String.join(", ", known)));
        }
        if (fault.action() == Action.ISOLATE
            && members.stream()
                .noneMatch(member -> isMeant(member, target) && member.canBeIsolated())) {
          throw new IllegalArgumentException(
              "'%s' cannot be done: this machine cannot cut off %s; it takes root and iptables"
                  .formatted(fault, target));
        }
      }
    }
  }

  static boolean isMeant(Member member, String target) {
    return member.name().equals(target) || member.roles().contains(target);
  }

  /** The plan as text, which can be read again. */
  @Override
  public String toString() {
    return faults.stream().map(PlannedFault::toString).collect(Collectors.joining("\n"));
  }
}
