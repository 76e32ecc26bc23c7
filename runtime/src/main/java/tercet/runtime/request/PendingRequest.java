package tercet.runtime.request;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.decision.Request;
import tercet.kernel.id.ShardId;
import tercet.kernel.time.Backoff;
import tercet.runtime.transport.Envelope;

/**
 * One request that waits for its answer: when it is sent, when it is sent again, and what comes of
 * it. It reads no clock and blocks no thread. Its driver calls {@link #next}, does what that says,
 * and calls it again when {@link #wake} asks for it. Belongs to a {@link RequestTable}.
 */
public abstract class PendingRequest {
  private static final long BUSY_NANOS_FIRST = 2_000_000;
  private static final long BUSY_NANOS_MAX = 64_000_000;
  private static final long NOT_OPEN = -1;

  private final RequestRules rules;
  private final CommandContext asking;
  private final ShardId shard;
  private final Command command;
  private final long giveUpAt;
  private final long resendAfterNanos;
  private volatile long wakeAt;
  private volatile @Nullable Answer answer;
  private volatile boolean busy;
  private long number = NOT_OPEN;
  private int busyCount;
  private int sends;

  /** The next action of the driver. */
  public enum Step {
    /** Send {@link #message}, then ask for the next step. */
    SEND,
    /** Nothing before {@link #wake}. */
    WAIT,
    /** Over: {@link #answer} is there. */
    ANSWERED,
    /** Over: the shard has too much to do, and certainly began nothing. */
    NOT_BEGUN,
    /** Over: whether it happened is unknown. */
    UNKNOWN,
    /** Over: a record that the command needs is damaged. */
    DAMAGED
  }

  /**
   * @param rules that say for how long a message is valid
   * @param timeout after which it gives up
   * @param resendAfter after which the request is sent again
   * @param nowNanos as {@link System#nanoTime} counts
   */
  protected PendingRequest(
      RequestRules rules,
      CommandContext asking,
      ShardId shard,
      Command command,
      Duration timeout,
      Duration resendAfter,
      long nowNanos) {
    this.rules = rules;
    this.asking = asking;
    this.shard = shard;
    this.command = command;
    this.giveUpAt = nowNanos + timeout.toNanos();
    this.resendAfterNanos = resendAfter.toNanos();
    this.wakeAt = nowNanos;
  }

  /**
   * Asks the driver to call {@link #next} soon. On any thread; returns at once. It may come
   * although there is nothing to do.
   */
  protected abstract void wake();

  /** Its place in the table. */
  final void opened(long newNumber) {
    number = newNumber;
  }

  final long number() {
    return number;
  }

  /** Takes an answer that has arrived. On any thread. */
  final void complete(Answer arrived) {
    if (arrived instanceof Answer.Busy) {
      busy = true;
    } else {
      answer = arrived;
    }
    wake();
  }

  final void wakeIfDue(long nowNanos) {
    if (nowNanos - wakeAt >= 0) {
      wake();
    }
  }

  /** When {@link #next} has something to do even if no answer arrives, in nanoseconds. */
  public final long wakeAt() {
    return wakeAt;
  }

  /**
   * Says what to do next. To be called by one thread at a time.
   *
   * @param nowNanos as {@link System#nanoTime} counts
   */
  public final Step next(long nowNanos) {
    Answer arrived = answer;
    if (arrived != null) {
      return end(arrived);
    }
    if (nowNanos - giveUpAt >= 0) {
      return Step.UNKNOWN;
    }
    if (busy) {
      busy = false;
      // A shard that is busy is asked again soon, but each time less soon.
      long pause = Backoff.pause(BUSY_NANOS_FIRST, BUSY_NANOS_MAX, ++busyCount);
      wakeAt = Math.min(nowNanos + pause, giveUpAt);
    }
    if (nowNanos - wakeAt >= 0) {
      wakeAt = Math.min(nowNanos + resendAfterNanos, giveUpAt);
      return Step.SEND;
    }
    return Step.WAIT;
  }

  private Step end(Answer arrived) {
    return switch (arrived) {
      case Answer.Unavailable unavailable ->
          !unavailable.begun() && rules.isCertainlyRefused(sends) ? Step.NOT_BEGUN : Step.UNKNOWN;
      case Answer.Unreadable _ -> Step.DAMAGED;
      case Answer.Busy _,
          Answer.Done _,
          Answer.Created _,
          Answer.ItemFound _,
          Answer.AccountFound _,
          Answer.OrderFound _,
          Answer.StatusFound _,
          Answer.Paid _,
          Answer.Cancelled _,
          Answer.Reserved _,
          Answer.ReserveBegun _,
          Answer.Released _,
          Answer.Refused _,
          Answer.Claimed _,
          Answer.AbortRuled _,
          Answer.SettleRuled _ ->
          Step.ANSWERED;
    };
  }

  /**
   * The answer.
   *
   * @throws IllegalStateException if there is none
   */
  public final Answer answer() {
    Answer arrived = answer;
    if (arrived == null) {
      throw new IllegalStateException("no answer has arrived");
    }
    return arrived;
  }

  /**
   * The message to send now.
   *
   * @param now by the clock of this node
   */
  public final Envelope.ToShard message(Instant now) {
    sends++;
    Instant retainUntil = rules.retainUntil(asking, now);
    return new Envelope.ToShard(
        new Request(
            shard,
            asking.id(),
            command,
            new ReplyAddress(rules.node(), number),
            rules.validUntil(retainUntil, now),
            retainUntil));
  }
}
