package tercet.runtime.mailbox;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Message;

/**
 * Inputs that are not urgent. They wait a few milliseconds for others, to share their commit: where
 * a commit costs as much for one input as for fifty, those that come one by one would cost most.
 * Any thread may add to it; one takes out.
 */
final class UnhurriedInputs {
  /**
   * How long one waits at most. Above the time of a commit, so that most find company under load;
   * far below the time after which the sender of a message, or its receiver, would act again.
   */
  static final Duration WAIT_MAX = Duration.ofMillis(5);

  private final MpscAtomicArrayQueue<Input> inputs;
  private final AtomicLong moved = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();

  /** When the first of those that wait came, about; by {@link System#nanoTime}. */
  private volatile long since = System.nanoTime();

  UnhurriedInputs(int max) {
    this.inputs = new MpscAtomicArrayQueue<>(max);
  }

  /** Whether an input may wait here. */
  static boolean mayWait(Input input) {
    return input instanceof Message message && !message.isUrgent();
  }

  /** Whether none waits, and so one that is added now is the first. Safe for any thread. */
  boolean isEmpty() {
    return inputs.isEmpty();
  }

  /**
   * Safe for any thread.
   *
   * @return false if it is full
   */
  boolean offer(Input input) {
    if (inputs.isEmpty()) {
      since = System.nanoTime();
    }
    return inputs.offer(input);
  }

  /** How long those that wait may wait on; not above 0 if they are due. */
  long nanosLeft() {
    return inputs.isEmpty() ? Long.MAX_VALUE : since + WAIT_MAX.toNanos() - System.nanoTime();
  }

  /**
   * Gives all that wait to a lane, which drops those for which it has no room. They do not wait on:
   * while its store is away, a lane makes no room.
   */
  void moveTo(Lane lane) {
    inputs.drain(input -> {
      if (!lane.offer(input)) {
        dropped.lazySet(dropped.get() + 1);
      }
    });
    moved.lazySet(inputs.currentConsumerIndex());
  }

  /** Those for which a lane had no room, since the start. Safe for any thread. */
  long dropped() {
    return dropped.get();
  }

  /**
   * Whether all that were added before this call are decided. Safe for any thread.
   *
   * @param inLane the same for the lane that gets them
   */
  BooleanSupplier settled(Supplier<BooleanSupplier> inLane) {
    long added = inputs.currentProducerIndex();
    AtomicReference<@Nullable BooleanSupplier> decided = new AtomicReference<>();
    return () -> {
      if (moved.get() < added) {
        return false;
      }
      decided.compareAndSet(null, inLane.get());
      BooleanSupplier rest = decided.get();
      return rest != null && rest.getAsBoolean();
    };
  }
}
