package tercet.testing.simulator.check;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tercet.kernel.Protocol;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.TransactionId;
import tercet.kernel.order.Order;
import tercet.runtime.request.RequestSettings;
import tercet.testing.simulator.world.SimulatedDisk;
import tercet.testing.simulator.world.Violation;
import tercet.testing.simulator.world.World;

/**
 * The cost of transactions: how many messages each sends, and how long expiring records are kept.
 */
public final class Traffic implements SimulatedDisk.Listener {
  private static final int HANDED_ON_MAX = 24;

  /** The id of a shard's part of a fill's step. */
  private static final Pattern STEP = Pattern.compile(".*\\.[0-9]+\\.[0-9]+");

  private final World world;
  private final Duration deadlineMax;
  private final Duration recentMax;
  private final Duration keyedMax;
  private final Duration stepMax;
  private final Duration refundMax;
  private final Map<TransactionId, Integer> messages = new HashMap<>();

  /**
   * @param longest limits of the gateway that has the longest ones
   * @param lifetime of a message between shards
   * @param toleranceMillis by how much clocks and long commits may move a time
   */
  public Traffic(World world, RequestSettings longest, Duration lifetime, long toleranceMillis) {
    this.world = world;
    Duration tolerance = Duration.ofMillis(toleranceMillis).plus(longest.clockSkewMax());
    // A refusal that a peer hands on is remembered for another skew.
    Duration handedOn = longest.clockSkewMax().multipliedBy(HANDED_ON_MAX);
    this.deadlineMax = longest.deadline().plus(tolerance).plus(handedOn);
    this.recentMax = longest.recentKept().plus(longest.deadline()).plus(tolerance);
    this.keyedMax = longest.idempotencyKeyKept().plus(longest.answersOutliveKeys()).plus(tolerance);
    this.refundMax = lifetime.plus(longest.clockSkewMax().multipliedBy(2)).plus(tolerance);
    this.stepMax = longest.stepKept().plus(tolerance);
  }

  @Override
  public void committed(Map<Key, @Nullable StoredRecord> changes, List<Decision> decisions) {
    for (Decision decision : decisions) {
      for (Message message : decision.messages()) {
        messages.merge(message.transaction(), 1, Integer::sum);
      }
    }
    changes.forEach((key, stored) -> {
      if (stored instanceof StoredRecord.Expiring expiring) {
        expires(key, expiring);
      }
    });
  }

  /** Nothing is kept for longer than a node may need it. */
  private void expires(Key key, StoredRecord.Expiring record) {
    boolean refund =
        key.kind() == RecordKind.PARTICIPATION && key.id().endsWith(Order.Cancelled.REFUND);
    Instant latest = world.instant().plus(refund ? refundMax : kept(key.kind()));
    if (record.expiresAt().isAfter(latest) && !isStepInTime(key, record)) {
      throw new Violation(
          "%s is kept until %s, but no node needs it after %s"
              .formatted(key, record.expiresAt(), latest),
          TraceTerms.of(key));
    }
  }

  /** Whether it is the answer to a step of a fill, which waits for longer than other requests. */
  private boolean isStepInTime(Key key, StoredRecord.Expiring record) {
    boolean answer = key.kind() == RecordKind.ANSWER || key.kind() == RecordKind.RECENT_ANSWER;
    return answer
        && STEP.matcher(key.id()).matches()
        && !record.expiresAt().isAfter(world.instant().plus(stepMax));
  }

  private Duration kept(RecordKind kind) {
    return switch (kind) {
      case ANSWER, CLAIM -> keyedMax;
      case RECENT_ANSWER -> recentMax;
      case PARTICIPATION, TRANSACTION, ITEM, ACCOUNT, ORDER, RULING -> deadlineMax;
    };
  }

  /**
   * That a transaction of two participants, which met no fault, has sent what the protocol needs
   * and no message more. By choreography the number depends on which vote arrives first, so it is
   * not checked.
   */
  void isAsCheapAsItCanBe(TransactionId transaction, Protocol protocol) {
    int sent = messages.getOrDefault(transaction, 0);
    int needed =
        switch (protocol) {
          case TCC, SAGA -> 6;
          case TWO_PHASE_COMMIT -> 8;
          case CHOREOGRAPHY -> sent;
        };
    if (sent != needed) {
      throw new Violation(
          "%s has sent %d messages, but it needs %d".formatted(transaction, sent, needed),
          transaction.value());
    }
  }
}
