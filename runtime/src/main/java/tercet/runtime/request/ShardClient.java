package tercet.runtime.request;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.runtime.time.Ticker;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.Transport;

/**
 * Asks shards on behalf of clients and waits for the answers. Calls block; they are meant for
 * virtual threads. Safe for any number of them.
 */
public final class ShardClient implements AutoCloseable {
  /** How exactly times are kept: all that wait are looked at so often. */
  private static final Duration WATCH_EVERY = Duration.ofMillis(20);

  private final RequestRules rules;
  private final RequestTable table;
  private final Shards shards;
  private final Transport transport;
  private final InstantSource clock;
  private final Queue<Envelope.ToNode> arrived = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean handingOver = new AtomicBoolean();
  private final Ticker watcher = new Ticker("requests-watcher", WATCH_EVERY, this::watch);

  /**
   * @param node under whose name answers find back; another one after every start, because answers
   *     to requests from before a crash still come
   * @param ids unique for all time
   */
  public ShardClient(
      String node,
      Shards shards,
      Transport transport,
      InstantSource clock,
      Supplier<String> ids,
      RequestSettings settings) {
    this.rules = new RequestRules(node, ids, settings, transport.copiesNothing());
    this.table = new RequestTable(rules);
    this.shards = shards;
    this.transport = transport;
    this.clock = clock;
    watcher.start();
  }

  public Shards shards() {
    return shards;
  }

  /** Requests that wait for an answer. */
  public int inFlight() {
    return table.inFlight();
  }

  /** Requests that were refused because too many were waiting, since the start. */
  public long refused() {
    return table.refused();
  }

  /** When a checkout that begins now must be decided. */
  public Instant deadline() {
    return rules.deadline(clock.instant());
  }

  /** When a checkout with this deadline began, if this node's setting is that of its gateway. */
  public Instant began(Instant deadline) {
    return rules.began(deadline);
  }

  /** The time by the clock of this node. */
  public Instant now() {
    return clock.instant();
  }

  /** The right to ask something new. */
  public CommandContext begin() {
    return rules.begin(clock.instant());
  }

  /**
   * The same right, for a step that begins now and for which {@link #askPatiently} waits. The
   * answer is kept as long as the step may be sent again.
   */
  public CommandContext patient(CommandContext asking) {
    return rules.patient(asking, clock.instant());
  }

  /**
   * The right to ask what an Idempotency-Key stands for.
   *
   * @param fresh under which it runs if the key was never used
   * @param idempotencyKey as the client gave it
   * @param fingerprint the same for the same request, different for different ones
   * @return null if the key was first used for another request
   * @throws OverloadedException nothing was begun
   * @throws NoAnswerException nothing was begun
   */
  public @Nullable CommandContext begin(
      CommandContext fresh, String idempotencyKey, String fingerprint)
      throws OverloadedException, NoAnswerException {
    Command.Claim claim = rules.claim(fresh, idempotencyKey, fingerprint, clock.instant());
    ShardId shard = shards.ofIdempotencyKey(idempotencyKey);
    return ask(RequestRules.claiming(fresh), shard, claim) instanceof Answer.Claimed claimed
        ? rules.claimed(claimed)
        : null;
  }

  /**
   * Asks a shard, and sends again until the answer comes.
   *
   * @throws OverloadedException nothing was begun
   * @throws NoAnswerException whether it happened is unknown
   */
  public Answer ask(CommandContext asking, ShardId shard, Command command)
      throws OverloadedException, NoAnswerException {
    RequestSettings settings = rules.settings();
    return ask(
        new ParkedRequest(
            rules, asking, shard, command, settings.timeout(), settings.resendAfter()));
  }

  /**
   * Asks for one step of something that takes long, and waits as long as a busy shard may need.
   *
   * @param asking of {@link #patient}
   * @throws OverloadedException nothing was begun
   * @throws NoAnswerException whether it happened is unknown
   */
  public Answer askPatiently(CommandContext asking, ShardId shard, Command command)
      throws OverloadedException, NoAnswerException {
    RequestSettings settings = rules.settings();
    return ask(
        new ParkedRequest(
            rules, asking, shard, command, settings.stepTimeout(), settings.stepResendAfter()));
  }

  private Answer ask(ParkedRequest request) throws OverloadedException, NoAnswerException {
    if (!table.open(request)) {
      throw new OverloadedException();
    }
    try {
      return await(request);
    } finally {
      table.close(request);
    }
  }

  private Answer await(ParkedRequest request) throws OverloadedException, NoAnswerException {
    while (true) {
      switch (request.next(System.nanoTime())) {
        case SEND -> transport.send(request.message(clock.instant()));
        case WAIT -> park(request);
        case ANSWERED -> {
          return request.answer();
        }
        case NOT_BEGUN -> {
          table.countRefused();
          throw new OverloadedException();
        }
        case UNKNOWN -> throw new NoAnswerException();
        case DAMAGED -> throw NoAnswerException.damaged();
      }
    }
  }

  private static void park(ParkedRequest request) throws NoAnswerException {
    if (Thread.currentThread().isInterrupted()) {
      throw new NoAnswerException();
    }
    LockSupport.park(request);
  }

  /**
   * Takes an answer that arrived. Drops it if no client waits for it any more, or if it is for
   * another name, such as the one that this process had before a crash.
   */
  public void receive(Envelope.ToNode envelope) {
    if (table.isFor(envelope)) {
      arrived.add(envelope);
      if (handingOver.compareAndSet(false, true)) {
        Thread.startVirtualThread(this::handOver);
      }
    }
  }

  /**
   * Wakes those whose answers arrived. On a virtual thread, because waking many others from there
   * costs the scheduler far less than from a lane, which should go on with its next batch.
   */
  private void handOver() {
    do {
      for (Envelope.ToNode next = arrived.poll(); next != null; next = arrived.poll()) {
        table.complete(next);
      }
      handingOver.set(false);
    } while (!arrived.isEmpty() && handingOver.compareAndSet(false, true));
  }

  /** Wakes those who have waited long enough to send again or to give up. */
  private void watch() {
    table.wakeDue(System.nanoTime());
  }

  /** Stops looking after those who wait; answers that arrive are still handed over. */
  @Override
  public void close() {
    watcher.stop();
  }
}
