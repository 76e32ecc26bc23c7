package tercet.gateway;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tercet.kernel.Kernel;
import tercet.kernel.Protocol;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.Request;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.Shards;
import tercet.kernel.saga.StepOrder;
import tercet.kernel.transaction.TransactionSettings;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.Transport;

/**
 * All shards in memory: the sending thread runs the kernel until nothing is left to decide. One at
 * a time.
 */
final class MemoryEngine implements Transport {
  private static final TransactionSettings SETTINGS =
      new TransactionSettings(
          Duration.ofSeconds(10),
          Duration.ofSeconds(1),
          Duration.ofMillis(100),
          Duration.ofSeconds(1));

  private final Kernel kernel;
  private volatile Duration elapsed = Duration.ZERO;
  private final Map<Key, StoredRecord> stored = new HashMap<>();
  private final Queue<Envelope> queue = new ArrayDeque<>();
  private final List<Envelope> held = new ArrayList<>();
  private Predicate<Envelope> holding = envelope -> false;
  private Predicate<Command> shedding = command -> false;
  private @Nullable Receiver receiver;
  private int checkouts;

  MemoryEngine(Shards shards) {
    this.kernel = new Kernel(shards, Protocol.SAGA, StepOrder.PARALLEL, SETTINGS);
  }

  /** The clock of all shards. */
  InstantSource clock() {
    return () -> Instant.now().plus(elapsed);
  }

  /** Moves the clock ahead, and wakes the open records whose time has come. */
  synchronized void elapse(Duration time) {
    elapsed = elapsed.plus(time);
    Instant now = clock().instant();
    List<Envelope> due = new ArrayList<>();
    stored.forEach((key, record) -> {
      if (record instanceof StoredRecord.Open open && !open.wakeAt().isAfter(now)) {
        due.add(new Envelope.ToShard(new Input.TimerFired(key)));
      }
    });
    due.forEach(this::send);
  }

  /** From now on keeps back the messages between shards, so that transactions stay open. */
  void holdMessages() {
    hold(envelope -> envelope instanceof Envelope.ToShard(Input input) && input instanceof Message);
  }

  /** From now on keeps back the inputs that match. */
  synchronized void hold(Predicate<Envelope> like) {
    holding = like;
  }

  /** From now on says that shards have too much to do for the commands that match. */
  synchronized void shed(Predicate<Command> like) {
    shedding = like;
  }

  /** How many checkouts have been asked for. */
  synchronized int checkouts() {
    return checkouts;
  }

  /** Delivers what was kept back, and keeps back no more. */
  synchronized void release() {
    holding = envelope -> false;
    List<Envelope> released = List.copyOf(held);
    held.clear();
    released.forEach(this::send);
  }

  /** All records except dedupe records: those whose difference a client can see. */
  synchronized Map<Key, StoredRecord> records() {
    Map<Key, StoredRecord> records = new HashMap<>(stored);
    records.values().removeIf(record -> record instanceof StoredRecord.Expiring);
    return records;
  }

  @Override
  public boolean copiesNothing() {
    return true;
  }

  @Override
  public synchronized void start(Receiver starting) {
    receiver = starting;
  }

  @Override
  public synchronized void send(Envelope envelope) {
    queue.add(envelope);
    for (Envelope next = queue.poll(); next != null; next = queue.poll()) {
      if (holding.test(next)) {
        held.add(next);
      } else {
        deliver(next);
      }
    }
  }

  private void deliver(Envelope envelope) {
    switch (envelope) {
      case Envelope.ToShard(Input input) -> decide(input);
      case Envelope.ToNode answer -> {
        if (receiver != null) {
          receiver.receive(answer);
        }
      }
      case Envelope.Question _, Envelope.Report _ ->
          throw new IllegalStateException("no peers: " + envelope);
    }
  }

  private void decide(Input input) {
    if (input instanceof Request request && request.command() instanceof Command.Checkout) {
      checkouts++;
    }
    if (input instanceof Request request && shedding.test(request.command())) {
      queue.add(new Envelope.ToNode(request.replyTo(), new Answer.Unavailable(false)));
      return;
    }
    RecordView records = stored::get;
    Decision decision = kernel.decide(records, input, clock().instant());
    for (Decision.Change change : decision.changes()) {
      if (change.stored() == null) {
        stored.remove(change.key());
      } else {
        stored.put(change.key(), change.stored());
      }
    }
    decision.messages().forEach(message -> queue.add(new Envelope.ToShard(message)));
    decision.replies().forEach(reply -> queue.add(new Envelope.ToNode(reply.to(), reply.answer())));
  }

  @Override
  public void close() {
    // nothing is open
  }
}
