package tercet.testing.simulator.swarm;

import java.time.Duration;
import java.util.SplittableRandom;
import tercet.kernel.transaction.TransactionSettings;
import tercet.runtime.mailbox.LaneSettings;
import tercet.runtime.request.RequestSettings;

/**
 * How the settings of one server differ from those of another, as after a change that has not
 * reached all. Times only become longer, so deadlines that hold still hold. Settings that must be
 * equal on all nodes stay equal: how far clocks may differ, and how long Idempotency-Keys are kept.
 *
 * @param seed of what differs; 0 if nothing does
 */
public record Differences(long seed) {
  private static final int LONGER_MAX = 3;
  private static final int LIFETIMES_MAX = 4;

  static final Differences NONE = new Differences(0);

  private Draw draw(int server, int life) {
    return new Draw(new SplittableRandom(seed + 31L * server + life));
  }

  TransactionSettings apply(TransactionSettings settings, int server, int life) {
    if (seed == 0) {
      return settings;
    }
    Draw draw = draw(server, life);
    Duration resendFirst = settings.resendFirst().multipliedBy(draw.oneOf(1, 2, 4));
    return new TransactionSettings(
        settings.messageLifetime().multipliedBy(draw.oneOf(1, 2, LIFETIMES_MAX)),
        settings.clockSkewMax(),
        resendFirst,
        resendFirst.multipliedBy(draw.oneOf(1, 2, 8)));
  }

  /** The longest time for which a message between shards is valid. */
  public Duration longestLifetime(TransactionSettings settings) {
    return settings.messageLifetime().multipliedBy(seed == 0 ? 1 : LIFETIMES_MAX);
  }

  /** The longest time for which any server may still need the answer that goes with a key. */
  Duration answersOutliveKeys(RequestSettings settings) {
    return seed == 0
        ? settings.answersOutliveKeys()
        : settings.answersOutliveKeys().multipliedBy(2 * LONGER_MAX);
  }

  /** The longest times that any server may have. One that sends again sooner keeps more. */
  RequestSettings longest(RequestSettings settings) {
    return seed == 0 ? settings : longer(settings, LONGER_MAX, 1, 2);
  }

  RequestSettings apply(RequestSettings settings, int server, int life) {
    if (seed == 0) {
      return settings;
    }
    Draw draw = draw(server, life);
    int longer = draw.oneOf(1, 2, LONGER_MAX);
    return longer(settings, longer, draw.oneOf(1, longer), draw.oneOf(1, 2));
  }

  private RequestSettings longer(RequestSettings settings, int times, int resend, int lifetimes) {
    return new RequestSettings(
        settings.inFlightMax(),
        settings.timeout().multipliedBy(times),
        settings.deadline().multipliedBy(times),
        settings.resendAfter().multipliedBy(resend),
        settings.messageLifetime().multipliedBy(lifetimes),
        settings.clockSkewMax(),
        settings.idempotencyKeyKept(),
        answersOutliveKeys(settings));
  }

  LaneSettings apply(LaneSettings settings, int server, int life) {
    if (seed == 0) {
      return settings;
    }
    Draw draw = draw(server, life);
    return new LaneSettings(
        settings.mailboxMax(),
        draw.oneOf(1, 2, 16, 64),
        draw.chance(0.5) && settings.fusion(),
        settings.openMax());
  }
}
