package tercet.runtime.mailbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Request;
import tercet.kernel.id.ShardId;

/** Inputs that wait for a lane. Any thread may add to it; one takes batches out. */
final class Mailbox {
  /**
   * One in four inputs of a batch is a wake-up, if enough of both wait: a wake-up leads to a few
   * messages, and a transaction that is given up at its deadline has come from a few.
   */
  private static final int INPUTS_PER_WAKEUP = 4;

  private final MpscAtomicArrayQueue<Input> inputs;
  private final AtomicLong settled = new AtomicLong();
  private final AtomicLong expired = new AtomicLong();
  private int credit;

  Mailbox(int max) {
    this.inputs = new MpscAtomicArrayQueue<>(max);
  }

  /**
   * @return false if it is full
   */
  boolean offer(Input input) {
    return inputs.offer(input);
  }

  boolean isEmpty() {
    return inputs.isEmpty();
  }

  /** All inputs that were taken out so far are decided. For the thread that takes batches. */
  void settle() {
    settled.lazySet(inputs.currentConsumerIndex());
  }

  /** Whether all inputs that were offered before this call are decided. Safe for any thread. */
  BooleanSupplier settled() {
    long offered = inputs.currentProducerIndex();
    return () -> settled.get() >= offered;
  }

  int size() {
    return inputs.size();
  }

  /**
   * Fills a batch with inputs. A request whose client has stopped waiting is left out: no record is
   * read for it, so under overload that costs almost nothing.
   */
  private void takeInputs(Instant now, int max, List<Input> batch) {
    while (batch.size() < max) {
      Input next = inputs.relaxedPoll();
      if (next == null) {
        return;
      }
      if (next instanceof Request request && !now.isBefore(request.validUntil())) {
        expired.lazySet(expired.get() + 1);
      } else {
        batch.add(next);
      }
    }
  }

  /** Requests that were left out. Safe for any thread. */
  long expired() {
    return expired.get();
  }

  /**
   * A batch of wake-ups that are due and inputs that wait. Each has its share, and what the other
   * leaves free. If wake-ups came first, they would send again although the mailbox already has the
   * answers; if inputs came first, a mailbox that is always full would put off every deadline.
   */
  List<Input> batch(Timers timers, Instant now, int max, Predicate<ShardId> reaches) {
    List<Input> batch = new ArrayList<>();
    credit += max; // the rest of the division counts in the next batch
    int share = credit / INPUTS_PER_WAKEUP;
    credit %= INPUTS_PER_WAKEUP;
    boolean shared = !inputs.isEmpty();
    timers.due(now, shared ? share : max, reaches, batch);
    takeInputs(now, max, batch);
    if (shared && batch.size() < max) {
      timers.due(now, max - batch.size(), reaches, batch);
    }
    return batch;
  }
}
