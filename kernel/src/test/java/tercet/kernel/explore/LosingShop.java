package tercet.kernel.explore;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import tercet.kernel.Protocol;
import tercet.kernel.decision.Decider;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.Service;

/**
 * A shop with stores that fail over after a commit, whose messages were sent. A store loses the
 * last of its commits: none that is older than the loss window.
 */
final class LosingShop extends PerfectShop {
  static final Duration WINDOW = Duration.ofSeconds(3);

  /** A commit that may still be lost. */
  private record Commit(Instant at, Map<Key, StoredRecord> before) {}

  private final List<LostCommits> losses;
  private final Map<Service, Deque<Commit>> young = new EnumMap<>(Service.class);
  private int struck;

  /**
   * @param window that the kernel is told of
   * @param planted makes the decider that takes the kernel's place
   */
  LosingShop(
      Protocol protocol,
      Story story,
      List<LostCommits> losses,
      Duration window,
      UnaryOperator<Decider> planted) {
    super(protocol, story, SETTINGS.losing(window), planted);
    this.losses = losses;
    for (Service service : Service.values()) {
      young.put(service, new ArrayDeque<>());
    }
  }

  LosingShop(Protocol protocol, Story story, LostCommits... losses) {
    this(protocol, story, List.of(losses), WINDOW, kernel -> kernel);
  }

  /** The same after a checkout. */
  LosingShop bought(String command) {
    checkOut(command);
    return this;
  }

  @Override
  boolean diesBefore(Service service, Map<Key, StoredRecord> before) {
    commitsOf(service).push(new Commit(now(), before));
    return false;
  }

  @Override
  void committed(Service service, Decision decision) {
    for (LostCommits loss : losses) {
      if (loss.at() == commits() && loss.service() == service) {
        failOver(loss);
      }
    }
  }

  private void failOver(LostCommits loss) {
    Deque<Commit> last = commitsOf(loss.service());
    Map<Key, StoredRecord> old = records(loss.service());
    for (int i = 0; i < loss.lost() && !last.isEmpty(); i++) {
      if (!last.peek().at().isAfter(now().minus(WINDOW))) {
        break;
      }
      old = last.pop().before();
    }
    restore(loss.service(), old, 1);
    struck++;
    if (story() == Story.SOLD_TO_ANOTHER && sellTheRest()) {
      commitsOf(Service.STOCK).clear(); // it is not lost, too
    }
  }

  private Deque<Commit> commitsOf(Service service) {
    return young.getOrDefault(service, new ArrayDeque<>());
  }

  int struck() {
    return struck;
  }

  @Override
  public String toString() {
    return losses + ", " + super.toString();
  }
}
