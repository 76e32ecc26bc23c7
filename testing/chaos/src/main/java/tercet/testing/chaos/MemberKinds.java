package tercet.testing.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tercet.testing.testbed.cluster.Member;

/**
 * Faults for every kind of member. Members whose names differ by a number are of one kind; a
 * primary and a standby, and a master and a replica, are kinds of their own.
 */
final class MemberKinds {
  private static final Set<String> DATABASES = Set.of("primary", "standby", "master", "replica");

  private final List<Member> members;
  private final Duration quiet;
  private final Duration lasts;

  /**
   * @param quiet before each fault
   * @param lasts each
   */
  MemberKinds(List<Member> members, Duration quiet, Duration lasts) {
    this.members = members;
    this.quiet = quiet;
    this.lasts = lasts;
  }

  /** The members that stand for their kinds, by their names or roles, each kind once. */
  List<String> targets() {
    Set<String> kinds = new LinkedHashSet<>();
    Set<String> targets = new LinkedHashSet<>();
    for (Member member : members) {
      String kind = member.name().replaceAll("-?[0-9]+$", "");
      List<String> changing = member.roles().stream().filter(DATABASES::contains).toList();
      boolean isOneOfSeveral = !kind.equals(member.name());
      if (!changing.isEmpty() && isOneOfSeveral) {
        targets.addAll(changing);
      } else if (kinds.add(kind)) {
        targets.add(member.name());
      }
    }
    return List.copyOf(targets);
  }

  /** A kill for each kind. */
  List<PlannedFault> kills() {
    List<PlannedFault> faults = new ArrayList<>();
    for (String target : targets()) {
      PlannedFault.Start start = new PlannedFault.Start.Quiet(quiet);
      faults.add(new PlannedFault(start, Action.KILL, List.of(target), lasts));
    }
    return faults;
  }
}
