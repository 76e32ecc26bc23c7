package tercet.simulator.swarm;

import java.util.SplittableRandom;

/**
 * What clients do.
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
 * @param mix draws the weight of each kind of operation
 */
public record Workload(
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
    long mix) {

  static Workload draw(SplittableRandom random, int timeoutMillis) {
    Draw draw = new Draw(random);
    return new Workload(
        random.nextInt(1, 9),
        draw.log(20, 160),
        draw.oneOf(1, 2, 3, 6, 20),
        draw.oneOf(1, 2, 3, 6, 20),
        draw.oneOf(0, 1, 3, 10, 30),
        draw.oneOf(0, 1, 3, 10, 100),
        draw.oneOf(0, 5, 20, 100, 1_000),
        draw.oneOf(0, 1, 2, 7),
        draw.oneOf(1, 10, 100, 500),
        Math.max(20, (int) (timeoutMillis * (0.3 + 1.2 * random.nextDouble()))),
        random.nextInt(0, 4),
        draw.chance(0.5) ? 0 : random.nextDouble(),
        random.nextLong());
  }
}
