package tercet.testing.testbed.cluster;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tercet.testing.testbed.server.Firewall;

/** A member of a {@link LocalCluster}. */
final class LocalMember implements Member {
  private static final int LAST_LINES = 40;

  private final String name;
  private final ProcessControl body;
  private final Firewall firewall;
  private final Isolation isolation;
  private Condition condition = Condition.RUNNING;

  LocalMember(String name, ProcessControl body, Firewall firewall, Isolation isolation) {
    this.name = name;
    this.body = body;
    this.firewall = firewall;
    this.isolation = isolation;
  }

  /** The same under another name; this one is not used any more. */
  LocalMember withName(String other) {
    return new LocalMember(other, body, firewall, isolation);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Set<String> roles() {
    return body.roles();
  }

  /** Also notices if it has ended by itself. */
  @Override
  public Condition condition() {
    return body.isAlive() ? condition : Condition.DEAD;
  }

  /** Whether it should run. It may have ended by itself. */
  boolean isExpectedToRun() {
    return condition == Condition.RUNNING;
  }

  ProcessControl body() {
    return body;
  }

  /** The end of its output, for a report. */
  String lastWords() {
    List<String> lines = body.log().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }

  ClusterState.MemberState kept() {
    String words = String.join(",", new TreeSet<>(roles()));
    return new ClusterState.MemberState(name, words, ProcessId.of(body.pid()), body.address());
  }

  @Override
  public void kill() {
    body.kill();
    firewall.unblock(name); // of a dead one nothing arrives anyhow
    condition = Condition.DEAD;
  }

  @Override
  public void pause() {
    require(Condition.RUNNING, "paused");
    body.pause();
    condition = Condition.PAUSED;
  }

  @Override
  public void resume() {
    require(Condition.PAUSED, "resumed");
    body.resume();
    condition = Condition.RUNNING;
  }

  @Override
  public boolean canBeIsolated() {
    return firewall.works() && !(isolation instanceof Isolation.Impossible);
  }

  @Override
  public void isolate() {
    require(Condition.RUNNING, "isolated");
    isolation.begin(firewall, name);
    condition = Condition.ISOLATED;
  }

  @Override
  public void rejoin() {
    require(Condition.ISOLATED, "let back");
    firewall.unblock(name);
    condition = Condition.RUNNING;
  }

  @Override
  public void restart() {
    require(Condition.DEAD, "restarted");
    firewall.unblock(name);
    body.start();
    condition = Condition.RUNNING;
  }

  @Override
  public boolean isReady() {
    return condition() == Condition.RUNNING && body.answers();
  }

  private void require(Condition needed, String verb) {
    if (condition() != needed) {
      throw new IllegalStateException(
          "only one that is %s can be %s; %s is %s".formatted(needed, verb, name, condition()));
    }
  }
}
