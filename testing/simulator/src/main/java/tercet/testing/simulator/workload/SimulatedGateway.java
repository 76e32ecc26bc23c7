package tercet.testing.simulator.workload;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.runtime.request.CommandContext;
import tercet.runtime.request.IdSource;
import tercet.runtime.request.PendingRequest;
import tercet.runtime.request.RequestRules;
import tercet.runtime.request.RequestSettings;
import tercet.runtime.request.RequestTable;
import tercet.runtime.request.ShardClient;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.Transport;
import tercet.testing.simulator.world.Server;
import tercet.testing.simulator.world.World;

/**
 * Asks shards on behalf of clients. Drives the requests of production by events, as {@link
 * ShardClient} does by threads. Lives as long as one life of its server.
 */
public final class SimulatedGateway {
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long NEVER = Long.MAX_VALUE;

  private final Server server;
  private final World world;
  private final Shards shards;
  private final Transport transport;
  private final RequestRules rules;
  private final RequestTable table;
  private final int stepOfFill;
  private final History history;

  /**
   * @param stepOfFill ids that one step of a fill has
   * @param copiesNothing whether it believes that no message is copied on its way
   */
  public SimulatedGateway(
      Server server,
      World world,
      Shards shards,
      Transport transport,
      RequestSettings settings,
      int stepOfFill,
      boolean copiesNothing,
      History history) {
    this.server = server;
    this.world = world;
    this.shards = shards;
    this.transport = transport;
    IdSource ids = new IdSource("g%d.%d".formatted(server.number(), server.life()));
    this.rules = new RequestRules(server.nodeName(), ids, settings, copiesNothing);
    this.table = new RequestTable(rules);
    this.stepOfFill = stepOfFill;
    this.history = history;
  }

  /** The result of asking a shard. */
  sealed interface Outcome {
    record Answered(Answer answer) implements Outcome {}

    /** Nothing was begun. */
    record Overloaded() implements Outcome {}

    /** Whether it happened is unknown. */
    record NoAnswer() implements Outcome {}
  }

  Shards shards() {
    return shards;
  }

  int stepOfFill() {
    return stepOfFill;
  }

  /** When a checkout that begins now must be decided. */
  Instant deadline() {
    return rules.deadline(now());
  }

  /** The right to ask something new. */
  CommandContext begin() {
    return rules.begin(now());
  }

  /** The right to ask for a step of something long, which begins now. */
  CommandContext patient(CommandContext asking) {
    return rules.patient(asking, now());
  }

  /** The command that claims an Idempotency-Key. */
  Command.Claim claim(CommandContext fresh, String key, String fingerprint) {
    return rules.claim(fresh, key, fingerprint, now());
  }

  /** The right that goes with a claimed key. */
  CommandContext claimed(Answer.Claimed claimed) {
    return rules.claimed(claimed);
  }

  Instant now() {
    return server.clock().instant();
  }

  /** Asks a shard, again and again until it answers or the time is over. */
  void ask(
      ClientCall call,
      CommandContext asking,
      ShardId shard,
      Command command,
      Consumer<Outcome> then) {
    CommandRecord asked = new CommandRecord(asking, shard, command, history.position());
    boolean patient = asking.patient();
    RequestSettings settings = rules.settings();
    Asking request =
        new Asking(
            asked,
            patient ? settings.stepTimeout() : settings.timeout(),
            patient ? settings.stepResendAfter() : settings.resendAfter(),
            then);
    if (!table.open(request)) {
      then.accept(new Outcome.Overloaded());
      return;
    }
    history.sent(call, asked);
    request.step();
  }

  /** Takes an answer that arrived. An answer that no client waits for is dropped. */
  public void receive(Envelope.ToNode envelope) {
    if (table.isFor(envelope)) {
      table.complete(envelope);
    }
  }

  /** One command that waits for its answer. */
  private final class Asking extends PendingRequest {
    private final CommandRecord asked;
    private final Consumer<Outcome> then;
    private boolean over;
    private long due = NEVER;

    Asking(CommandRecord asked, Duration timeout, Duration resendAfter, Consumer<Outcome> then) {
      super(
          rules,
          asked.asking(),
          asked.shard(),
          asked.command(),
          timeout,
          resendAfter,
          world.now() * NANOS_PER_MILLI);
      this.asked = asked;
      this.then = then;
    }

    @Override
    protected void wake() {
      stepAt(world.now());
    }

    /** Other events of the same moment may come first. */
    private void stepAt(long at) {
      if (at < due) {
        due = at;
        server.after(at - world.now(), () -> stepIfDue(at));
      }
    }

    private void stepIfDue(long at) {
      if (at == due) {
        due = NEVER;
        step();
      }
    }

    private void step() {
      while (!over) {
        switch (next(world.now() * NANOS_PER_MILLI)) {
          case SEND -> transport.send(message(now()));
          case WAIT -> {
            stepAt(Math.ceilDiv(wakeAt(), NANOS_PER_MILLI));
            return;
          }
          case ANSWERED -> {
            asked.answered(answer());
            end(new Outcome.Answered(answer()));
          }
          case NOT_BEGUN -> end(new Outcome.Overloaded());
          case UNKNOWN, DAMAGED -> end(new Outcome.NoAnswer());
        }
      }
    }

    private void end(Outcome outcome) {
      over = true;
      table.close(this);
      then.accept(outcome);
    }
  }
}
