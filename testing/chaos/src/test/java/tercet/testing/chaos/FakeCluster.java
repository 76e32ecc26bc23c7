package tercet.testing.chaos;

import java.net.URI;
import java.util.List;
import java.util.Set;
import tercet.testing.testbed.cluster.Cluster;
import tercet.testing.testbed.cluster.Member;
import tercet.testing.verifier.fake.FakeShop;
import tercet.testing.verifier.fake.SeededBug;

/** A shop in memory as a cluster of one member, which can be killed and comes back, or does not. */
final class FakeCluster implements Cluster, Member {
  private final FakeShop shop;
  private final boolean comesBack;
  private Condition condition = Condition.RUNNING;

  FakeCluster(SeededBug flaw, boolean comesBack) {
    this.shop = new FakeShop(flaw);
    this.comesBack = comesBack;
  }

  @Override
  public URI address() {
    return shop.address();
  }

  @Override
  public List<URI> admins() {
    return List.of();
  }

  @Override
  public List<Member> members() {
    return List.of(this);
  }

  @Override
  public String lastWords() {
    return "";
  }

  @Override
  public String name() {
    return "shop";
  }

  @Override
  public Set<String> roles() {
    return Set.of("gateway", "order", "stock", "payment");
  }

  @Override
  public Condition condition() {
    return condition;
  }

  @Override
  public void kill() {
    shop.kill();
    condition = Condition.DEAD;
  }

  @Override
  public void restart() {
    if (comesBack) {
      shop.restart();
    }
    condition = Condition.RUNNING;
  }

  @Override
  public boolean isReady() {
    return condition == Condition.RUNNING && comesBack;
  }

  @Override
  public void pause() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void resume() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean canBeIsolated() {
    return false;
  }

  @Override
  public void isolate() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void rejoin() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    shop.close();
  }
}
