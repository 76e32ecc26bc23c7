package tercet.testing.simulator.workload;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.decision.Request;
import tercet.kernel.id.CommandId;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.runtime.request.CommandContext;
import tercet.runtime.request.IdSource;
import tercet.runtime.request.RequestSettings;
import tercet.runtime.request.ShardClient;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.Transport;
import tercet.testing.simulator.world.Server;
import tercet.testing.simulator.world.World;

/**
 * Asks shards on behalf of clients by the same rules as {@link ShardClient}, which blocks threads
 * and so cannot be simulated itself. Lives as long as one life of its server.
 */
public final class SimulatedGateway {
  private static final long BUSY_MILLIS = 10;

  private final Server server;
  private final World world;
  private final Transport transport;
  private final RequestSettings settings;
  private final int stepOfFill;
  private final History history;
  private final Supplier<String> ids;
  private final Shards shards;
  private final Map<Long, Waiting> waiting = new HashMap<>();
  private long numbers;

  /**
   * @param stepOfFill ids that one step of a fill has
   */
  public SimulatedGateway(
      Server server,
      World world,
      Shards shards,
      Transport transport,
      RequestSettings settings,
      int stepOfFill,
      History history) {
    this.server = server;
    this.world = world;
    this.transport = transport;
    this.settings = settings;
    this.stepOfFill = stepOfFill;
    this.history = history;
    this.ids = new IdSource("g%d.%d".formatted(server.number(), server.life()));
    this.shards = shards;
  }

  /** The result of asking a shard. */
  sealed interface Outcome {
    record Answered(Answer answer) implements Outcome {}

    /** It was not asked at all. */
    record Overloaded() implements Outcome {}

    /** Whether it happened is unknown. */
    record NoAnswer() implements Outcome {}
  }

  /** One command that waits for its answer. */
  private static final class Waiting {
    private final CommandRecord asked;
    private final long since;
    private final long number;
    private final Consumer<Outcome> then;
    private int sends;

    Waiting(CommandRecord asked, long since, long number, Consumer<Outcome> then) {
      this.asked = asked;
      this.since = since;
      this.number = number;
      this.then = then;
    }
  }

  Shards shards() {
    return shards;
  }

  int stepOfFill() {
    return stepOfFill;
  }

  /** When a checkout that begins now must be decided. */
  Instant deadline() {
    return now().plus(settings.deadline());
  }

  /** The right to ask something new. */
  CommandContext begin() {
    return new CommandContext(new CommandId(newId(), false), now().plus(recentKept()));
  }

  String newId() {
    return ids.get();
  }

  /** When an Idempotency-Key that is claimed now becomes free again. */
  Instant keyExpiry() {
    return now().plus(settings.idempotencyKeyKept());
  }

  /** The right that goes with a claimed key. */
  CommandContext claimed(Answer.Claimed claimed) {
    Instant kept = claimed.expiresAt().plus(settings.answersOutliveKeys());
    return new CommandContext(new CommandId(claimed.command(), true), kept);
  }

  private Duration recentKept() {
    boolean sendsAgain = settings.resendAfter().compareTo(settings.timeout()) < 0;
    return (sendsAgain ? settings.timeout() : Duration.ZERO)
        .plus(settings.messageLifetime())
        .plus(settings.clockSkewMax());
  }

  private Instant now() {
    return server.clock().instant();
  }

  /** Asks a shard, again and again until it answers or the time is over. */
  void ask(
      ClientCall call,
      CommandContext asking,
      ShardId shard,
      Command command,
      Consumer<Outcome> then) {
    if (waiting.size() >= settings.inFlightMax()) {
      then.accept(new Outcome.Overloaded());
      return;
    }
    CommandRecord asked = new CommandRecord(asking, shard, command, history.position());
    history.sent(call, asked);
    long number = numbers++;
    Waiting waiter = new Waiting(asked, world.now(), number, then);
    waiting.put(number, waiter);
    send(waiter, 0);
  }

  /** Sends, perhaps again, unless it was sent more often in the meantime. */
  private void send(Waiting waiter, int sends) {
    if (!waiting.containsKey(waiter.number) || waiter.sends != sends) {
      return;
    }
    long left = settings.timeout().toMillis() - (world.now() - waiter.since);
    if (left <= 0) {
      waiting.remove(waiter.number);
      waiter.then.accept(new Outcome.NoAnswer());
      return;
    }
    waiter.sends++;
    CommandContext asking = waiter.asked.asking();
    Instant fresh = now().plus(settings.messageLifetime());
    Instant forgotten = asking.retainUntil().minus(settings.clockSkewMax());
    Instant validUntil = fresh.isBefore(forgotten) ? fresh : forgotten;
    transport.send(
        new Envelope.ToShard(
            new Request(
                waiter.asked.shard(),
                asking.id(),
                waiter.asked.command(),
                new ReplyAddress(server.nodeName(), waiter.number),
                validUntil,
                asking.retainUntil())));
    long again = Math.min(settings.resendAfter().toMillis(), left);
    server.after(again, () -> send(waiter, sends + 1));
  }

  /** Takes an answer that arrived. An answer that no client waits for is dropped. */
  public void receive(Envelope.ToNode envelope) {
    @Nullable Waiting waiter = waiting.get(envelope.to().number());
    if (waiter != null
        && (envelope.answer() instanceof Answer.Busy
            || envelope.answer() instanceof Answer.Unavailable)) {
      int sends = waiter.sends;
      server.after(BUSY_MILLIS, () -> send(waiter, sends));
    } else if (waiter != null) {
      waiting.remove(waiter.number);
      waiter.asked.answered(envelope.answer());
      waiter.then.accept(new Outcome.Answered(envelope.answer()));
    }
  }
}
