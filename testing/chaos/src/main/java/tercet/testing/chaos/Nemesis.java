package tercet.testing.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import tercet.testing.testbed.cluster.Member;
import tercet.testing.testbed.cluster.Member.Condition;
import tercet.testing.testbed.server.ServerFailedException;

/**
 * Injects the faults of a plan into the members of a cluster, undoes each, and waits until all
 * members are ready again before it goes on. It acts only on the members that it is given.
 */
final class Nemesis {
  private static final double POLL_EVERY = 0.05;

  /** A slow member is halted for so long, */
  private static final double SLOW_HALTED = 0.06;

  /** and then goes on for so long. */
  private static final double SLOW_GOING = 0.02;

  private static final double MILLIS_PER_SECOND = 1_000;

  private final List<Member> members;
  private final LoadView stage;
  private final double recoveryMax;
  private final RandomGenerator random;
  private final Consumer<String> progress;
  private final Consumer<String> faults;
  private final List<InjectedFault> strikes = new ArrayList<>();
  private final List<String> findings = new ArrayList<>();

  /**
   * @param recoveryMax how long the shop may take to be well again
   * @param random chooses a member for a role
   * @param progress hears of each action, line by line
   * @param faults hears of each fault when it begins, when it is undone and when all are well
   */
  Nemesis(
      List<Member> members,
      LoadView stage,
      Duration recoveryMax,
      RandomGenerator random,
      Consumer<String> progress,
      Consumer<String> faults) {
    this.members = List.copyOf(members);
    this.stage = stage;
    this.recoveryMax = seconds(recoveryMax);
    this.random = random;
    this.progress = progress;
    this.faults = faults;
  }

  /**
   * Returns when the plan is over and all members are ready, or when one does not get ready.
   *
   * @param endsAt no fault begins after that, in seconds since the beginning of the load
   */
  void strike(ChaosPlan plan, double endsAt) {
    double quietSince = 0;
    for (PlannedFault fault : plan.faults()) {
      double start =
          switch (fault.start()) {
            case PlannedFault.Start.At(Duration time) -> seconds(time);
            case PlannedFault.Start.Quiet(Duration time) -> quietSince + seconds(time);
          };
      if (start >= endsAt) {
        return;
      }
      awaitTime(start);
      if (stage.isOver()) {
        findings.add("The load was over before '%s' could begin.".formatted(fault));
        return;
      }
      List<Member> hit = choose(fault);
      if (hit.isEmpty()) {
        findings.add("'%s' could not be done: no such member was running.".formatted(fault));
        return;
      }
      if (!suffer(fault, hit)) {
        return;
      }
      quietSince = stage.now();
    }
  }

  /** The faults that happened, in the order of time. */
  List<InjectedFault> strikes() {
    return List.copyOf(strikes);
  }

  /** Problems, each as a sentence. */
  List<String> findings() {
    return List.copyOf(findings);
  }

  // --- One fault ---

  /** Different members for all targets; empty if a target finds no member. */
  private List<Member> choose(PlannedFault fault) {
    List<Member> hit = new ArrayList<>();
    for (String target : fault.targets()) {
      List<Member> meant =
          members.stream()
              .filter(member -> ChaosPlan.isMeant(member, target))
              .filter(member -> isRunning(member) && !hit.contains(member))
              .filter(member -> fault.action() != Action.ISOLATE || member.canBeIsolated())
              .toList();
      if (meant.isEmpty()) {
        return List.of();
      }
      hit.add(meant.get(random.nextInt(meant.size())));
    }
    return hit;
  }

  /** True if all members are ready afterwards. */
  private boolean suffer(PlannedFault fault, List<Member> hit) {
    List<String> names = hit.stream().map(Member::name).toList();
    double at = stage.now();
    String what = fault.action().word() + " " + String.join(", ", names);
    say(at, what);
    begin(fault.action(), hit);
    double hitAt = stage.now();
    if (fault.action() == Action.SLOW) {
      slowUntil(at + seconds(fault.lasts()), hit);
    } else {
      awaitTime(at + seconds(fault.lasts()));
    }
    heal(fault.action(), hit);
    double healed = stage.now();
    say(healed, "undone: " + what);
    double ready = awaitRecovery(healed);
    strikes.add(new InjectedFault(fault.action(), names, at, hitAt, healed, ready));
    return !Double.isNaN(ready);
  }

  private static void begin(Action action, List<Member> hit) {
    for (Member member : hit) {
      switch (action) {
        case KILL, RESTART -> member.kill();
        case PAUSE, SLOW -> member.pause();
        case ISOLATE -> member.isolate();
      }
    }
  }

  private void heal(Action action, List<Member> hit) {
    for (Member member : hit) {
      boolean isAlive = member.condition() != Condition.DEAD;
      switch (action) {
        case KILL, RESTART -> restart(member);
        case PAUSE, SLOW -> {
          if (isAlive) {
            member.resume();
          }
        }
        case ISOLATE -> {
          if (isAlive) {
            member.rejoin();
          }
        }
      }
    }
  }

  private void restart(Member member) {
    try {
      member.restart();
    } catch (ServerFailedException e) {
      findings.add("%s could not be started again: %s".formatted(member.name(), e.getMessage()));
    }
  }

  /** Ends with the members halted, as it began. */
  private void slowUntil(double end, List<Member> hit) {
    stage.pause(SLOW_HALTED);
    while (stage.now() < end) {
      hit.stream().filter(Nemesis::isPaused).forEach(Member::resume);
      stage.pause(SLOW_GOING);
      hit.stream().filter(Nemesis::isRunning).forEach(Member::pause);
      stage.pause(SLOW_HALTED);
    }
  }

  private static boolean isRunning(Member member) {
    return member.condition() == Condition.RUNNING;
  }

  private static boolean isPaused(Member member) {
    return member.condition() == Condition.PAUSED;
  }

  // --- Waiting ---

  /** When all members were ready, after the shop has sold as well; NaN if that is not in time. */
  private double awaitRecovery(double healed) {
    Set<Member> waiting = new HashSet<>(members);
    double ready = Double.NaN;
    while (true) {
      waiting.removeIf(Member::isReady);
      if (waiting.isEmpty() && Double.isNaN(ready)) {
        ready = stage.now();
      }
      boolean sells = stage.soldFrom(healed);
      if (waiting.isEmpty() && sells) {
        say(stage.now(), "all are well again");
        return ready;
      }
      boolean hasEnded = waiting.stream().anyMatch(one -> one.condition() == Condition.DEAD);
      if (hasEnded || stage.now() - healed > recoveryMax) {
        complain(waiting, sells);
        return Double.NaN;
      }
      stage.pause(POLL_EVERY);
    }
  }

  private void complain(Set<Member> waiting, boolean sells) {
    boolean hasEnded = false;
    for (Member member : members) {
      if (waiting.contains(member) && member.condition() == Condition.DEAD) {
        hasEnded = true;
        findings.add("%s has ended by itself.".formatted(member.name()));
      } else if (waiting.contains(member)) {
        findings.add(
            "%s did not come back within %.0f s: it is %s, and does not say that it is ready."
                .formatted(member.name(), recoveryMax, word(member.condition())));
      }
    }
    if (!sells && !hasEnded) {
      findings.add(
          "No checkout that was asked for after the last fault was undone was acknowledged"
              + " within %.0f s.".formatted(recoveryMax));
    }
    findings.forEach(progress);
  }

  private static String word(Condition condition) {
    return switch (condition) {
      case RUNNING -> "started";
      case PAUSED -> "halted";
      case ISOLATED -> "isolated";
      case DEAD -> "dead";
    };
  }

  private void awaitTime(double time) {
    double left = time - stage.now();
    while (left > 0 && !stage.isOver()) {
      stage.pause(Math.min(left, POLL_EVERY));
      left = time - stage.now();
    }
  }

  private void say(double at, String what) {
    progress.accept("%7.1f s  *** %s".formatted(at, what));
    faults.accept(what);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / MILLIS_PER_SECOND;
  }
}
