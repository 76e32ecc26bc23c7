package tercet.testing.chaos;

import java.util.Set;
import java.util.random.RandomGenerator;
import tercet.testing.testbed.cluster.Member;

/** A member without a process: it has a condition, and takes some looks to be ready again. */
final class FakeMember implements Member {
  private static final int LOOKS_MAX = 40;

  private final String name;
  private final Set<String> roles;
  private final RandomGenerator random;
  private Condition condition = Condition.RUNNING;
  private int looksUntilReady;

  FakeMember(String name, Set<String> roles, RandomGenerator random) {
    this.name = name;
    this.roles = Set.copyOf(roles);
    this.random = random;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Set<String> roles() {
    return roles;
  }

  @Override
  public Condition condition() {
    return condition;
  }

  @Override
  public void kill() {
    become(Condition.DEAD, condition);
  }

  @Override
  public void pause() {
    become(Condition.PAUSED, Condition.RUNNING);
  }

  @Override
  public void resume() {
    become(Condition.RUNNING, Condition.PAUSED);
  }

  @Override
  public boolean canBeIsolated() {
    return !roles.contains("database");
  }

  @Override
  public void isolate() {
    become(Condition.ISOLATED, Condition.RUNNING);
  }

  @Override
  public void rejoin() {
    become(Condition.RUNNING, Condition.ISOLATED);
  }

  @Override
  public void restart() {
    become(Condition.RUNNING, Condition.DEAD);
    looksUntilReady = random.nextInt(LOOKS_MAX);
  }

  private void become(Condition next, Condition before) {
    if (condition != before) {
      throw new IllegalStateException("%s is %s, not %s".formatted(name, condition, before));
    }
    condition = next;
  }

  @Override
  public boolean isReady() {
    return condition == Condition.RUNNING && looksUntilReady-- <= 0;
  }

  /** Unlike {@link #isReady} no look. */
  boolean isWell() {
    return condition == Condition.RUNNING && looksUntilReady <= 0;
  }
}
