package tercet.testing.simulator.swarm;

import java.time.Duration;
import java.util.SplittableRandom;
import tercet.kernel.transaction.TransactionSettings;

/**
 * The load of the clients.
 *
 * @param clients at the same time
 * @param operations of all of them together
 * @param items to begin with; few are hot
 * @param users to begin with
 * @param orders to begin with
 * @param stock of each item to begin with
 * @param credit of each user to begin with
 * @param price of each item to begin with
 * @param thinkMillisMax between two operations of a client
 * @param patienceMillis how long a client waits for an answer
 * @param retries how often a client asks again that got none
 * @param keyedShare of the requests that carry an Idempotency-Key
 * @param sharedKeys whether clients use the keys of others at the same time
 * @param mix draws the weight of each kind of operation
 * @param crowd whether hundreds of clients come at once, and most of them check out
 * @param stepOfFill ids that one step of a fill has
 */
public record WorkloadPlan(
    int clients,
    int operations,
    int items,
    int users,
    int orders,
    int stock,
    int credit,
    int price,
    int thinkMillisMax,
    int patienceMillis,
    int retries,
    double keyedShare,
    boolean sharedKeys,
    long mix,
    boolean crowd,
    int stepOfFill) {
  private static final int CROWD_MIN = 100;
  private static final int CROWD_MAX = 2_000;
  private static final int WHOLE = 1_000;

  static WorkloadPlan draw(SplittableRandom random, int timeoutMillis) {
    Draw draw = new Draw(random);
    int clients = random.nextInt(1, 9);
    int operations = draw.log(20, 160);
    int items = draw.oneOf(1, 2, 3, 6, 20);
    int users = draw.oneOf(1, 2, 3, 6, 20);
    int orders = draw.oneOf(0, 1, 3, 10, 30);
    int stock = draw.oneOf(0, 1, 3, 10, 100);
    int credit = draw.oneOf(0, 5, 20, 100, 1_000);
    int price = draw.oneOf(0, 1, 2, 7);
    int thinkMillisMax = draw.oneOf(1, 10, 100, 500);
    int patienceMillis = Math.max(20, (int) (timeoutMillis * (0.3 + 1.2 * random.nextDouble())));
    int retries = random.nextInt(0, 4);
    double keyedShare = draw.chance(0.5) ? 0 : random.nextDouble();
    long mix = random.nextLong();
    return new WorkloadPlan(
        clients,
        operations,
        items,
        users,
        orders,
        stock,
        credit,
        price,
        thinkMillisMax,
        patienceMillis,
        retries,
        keyedShare,
        keyedShare > 0 && clients > 1 && draw.chance(0.5),
        mix,
        false,
        draw.chance(0.3) ? draw.oneOf(1, 2, 5) : WHOLE);
  }

  /** Whether clients also ask for what few of them need. */
  public boolean rareWishes() {
    return (mix & 1) == 0;
  }

  /** A crowd repeats its messages less often: otherwise only repetitions would arrive. */
  TransactionSettings patient(TransactionSettings drawn) {
    Duration longest = Duration.ofMillis(clients);
    return crowd && drawn.resendMax().compareTo(longest) < 0
        ? new TransactionSettings(
            drawn.messageLifetime(), drawn.clockSkewMax(), drawn.resendFirst(), longest)
        : drawn;
  }

  /** Many clients, each with an order of its own, at the same few items. */
  WorkloadPlan crowded(Draw draw) {
    int crowd = draw.log(CROWD_MIN, CROWD_MAX);
    return new WorkloadPlan(
        crowd,
        2 * crowd,
        items,
        users,
        crowd,
        crowd,
        crowd * Math.max(1, price),
        price,
        thinkMillisMax,
        patienceMillis,
        retries,
        keyedShare,
        sharedKeys,
        mix,
        true,
        draw.oneOf(50, WHOLE));
  }
}
