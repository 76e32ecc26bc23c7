package tercet.runtime.request;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.decision.Request;
import tercet.kernel.id.CommandId;
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

  /**
   * A step is small. A shard that does not come to it in so many times the patience of a client
   * makes no progress at all.
   */
  private static final int STEP_TIMEOUTS = 10;

  private final String node;
  private final Shards shards;
  private final Transport transport;
  private final InstantSource clock;
  private final Supplier<String> ids;
  private final RequestSettings settings;
  private final ConcurrentMap<Long, PendingRequest> waiting = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicLong refused = new AtomicLong();
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
    this.node = node;
    this.shards = shards;
    this.transport = transport;
    this.clock = clock;
    this.ids = ids;
    this.settings = settings;
    watcher.start();
  }

  public Shards shards() {
    return shards;
  }

  /** Requests that wait for an answer. */
  public int inFlight() {
    return inFlight.get();
  }

  /** Requests that were refused because too many were waiting, since the start. */
  public long refused() {
    return refused.get();
  }

  /** When a checkout that begins now must be decided. */
  public Instant deadline() {
    return clock.instant().plus(settings.deadline());
  }

  /** The right to ask something new. */
  public CommandContext begin() {
    return new CommandContext(
        new CommandId(ids.get(), false), clock.instant().plus(settings.recentKept()));
  }

  /**
   * The same right, for a step that begins now and for which {@link #askPatiently} waits. The
   * answer is kept as long as the step may be sent again.
   */
  public CommandContext patient(CommandContext asking) {
    Duration kept = stepTimeout().plus(settings.messageLifetime()).plus(settings.clockSkewMax());
    Instant until = clock.instant().plus(kept);
    boolean longer = asking.retainUntil().isAfter(until);
    return new CommandContext(asking.id(), longer ? asking.retainUntil() : until, true);
  }

  private Duration stepTimeout() {
    return settings.timeout().multipliedBy(STEP_TIMEOUTS);
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
    Instant now = clock.instant();
    Answer answer =
        ask(
            fresh.part("claim"),
            shards.ofIdempotencyKey(idempotencyKey),
            new Command.Claim(
                idempotencyKey,
                fingerprint,
                fresh.id().value(),
                now.plus(settings.idempotencyKeyKept())));
    // The answer outlives the key: a client that still holds the key must not find it gone.
    return answer instanceof Answer.Claimed claimed
        ? new CommandContext(
            new CommandId(claimed.command(), true),
            claimed.expiresAt().plus(settings.answersOutliveKeys()))
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
    Duration timeout = settings.timeout();
    PendingRequest waiter =
        new PendingRequest(Thread.currentThread(), timeout, settings.resendAfter());
    return ask(asking, shard, command, waiter);
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
    Duration lost = settings.messageLifetime().plus(settings.clockSkewMax());
    return ask(
        asking, shard, command, new PendingRequest(Thread.currentThread(), stepTimeout(), lost));
  }

  private Answer ask(CommandContext asking, ShardId shard, Command command, PendingRequest waiter)
      throws OverloadedException, NoAnswerException {
    if (inFlight.incrementAndGet() > settings.inFlightMax()) {
      inFlight.decrementAndGet();
      refused.incrementAndGet();
      throw new OverloadedException();
    }
    long number = numbers.getAndIncrement();
    waiting.put(number, waiter);
    try {
      return send(asking, shard, command, new ReplyAddress(node, number), waiter);
    } finally {
      waiting.remove(number);
      inFlight.decrementAndGet();
    }
  }

  private Answer send(
      CommandContext asking,
      ShardId shard,
      Command command,
      ReplyAddress replyTo,
      PendingRequest waiter)
      throws OverloadedException, NoAnswerException {
    for (int sends = 1; ; sends++) {
      Instant now = clock.instant();
      Instant retainUntil = retainUntil(asking, now);
      // A copy that arrives when the answer may be forgotten would take effect a second time.
      Instant lastValid = retainUntil.minus(settings.clockSkewMax());
      Instant lifetime = now.plus(settings.messageLifetime());
      Instant validUntil = lifetime.isBefore(lastValid) ? lifetime : lastValid;
      transport.send(
          new Envelope.ToShard(
              new Request(shard, asking.id(), command, replyTo, validUntil, retainUntil)));
      Answer answer = waiter.await();
      if (answer instanceof Answer.Unavailable unavailable) {
        // An earlier copy may have begun it.
        if (unavailable.begun() || sends > 1) {
          throw new NoAnswerException();
        }
        refused.incrementAndGet();
        throw new OverloadedException();
      }
      if (answer instanceof Answer.Unreadable) {
        throw NoAnswerException.damaged();
      }
      if (answer != null) {
        return answer;
      }
    }
  }

  /**
   * If requests are sent again only after a shard was busy, one request never has a second copy,
   * and its answer need not be kept for one.
   */
  private Instant retainUntil(CommandContext asking, Instant now) {
    boolean sentOnce = settings.resendAfter().compareTo(settings.timeout()) >= 0;
    return sentOnce && !asking.patient() && !asking.id().keyed()
        ? now.plus(settings.recentKept())
        : asking.retainUntil();
  }

  /**
   * Takes an answer that arrived. Drops it if no client waits for it any more, or if it is for
   * another name, such as the one that this process had before a crash.
   */
  public void receive(Envelope.ToNode envelope) {
    if (envelope.to().node().equals(node)) {
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
        PendingRequest waiter = waiting.get(next.to().number());
        if (waiter != null) {
          waiter.complete(next.answer());
        }
      }
      handingOver.set(false);
    } while (!arrived.isEmpty() && handingOver.compareAndSet(false, true));
  }

  /** Wakes those who have waited long enough to send again or to give up. */
  private void watch() {
    long now = System.nanoTime();
    for (PendingRequest waiter : waiting.values()) {
      waiter.wakeIfDue(now);
    }
  }

  /** Stops looking after those who wait; answers that arrive are still handed over. */
  @Override
  public void close() {
    watcher.stop();
  }
}
