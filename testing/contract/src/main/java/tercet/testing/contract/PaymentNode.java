package tercet.testing.contract;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tercet.kernel.Kernel;
import tercet.kernel.Protocol;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Range;
import tercet.kernel.id.Amount;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.kernel.id.UserId;
import tercet.kernel.saga.StepOrder;
import tercet.kernel.transaction.TransactionSettings;
import tercet.runtime.mailbox.LaneSettings;
import tercet.runtime.node.Node;
import tercet.runtime.request.IdSource;
import tercet.runtime.request.NoAnswerException;
import tercet.runtime.request.OverloadedException;
import tercet.runtime.request.RequestSettings;
import tercet.runtime.request.ShardClient;
import tercet.runtime.store.Store;
import tercet.runtime.transport.InProcessTransport;

/** A node as in production, over a store. */
public final class PaymentNode implements AutoCloseable {
  /** The shards of its store. */
  public static final Shards SHARDS = new Shards(8);

  private static final Duration TIMEOUT = Duration.ofSeconds(6);

  /** In whole milliseconds, as everything is kept. */
  public static final InstantSource CLOCK = () -> Instant.ofEpochMilli(System.currentTimeMillis());

  private final Store store;
  private final InProcessTransport transport = new InProcessTransport();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final ShardClient requests;
  private final Node node;

  /**
   * Starts it.
   *
   * @param opened for {@link #SHARDS}, by {@link #CLOCK}; closed with the node
   */
  public PaymentNode(Store opened, int lanes) {
    store = opened;
    IdSource ids = IdSource.random();
    RequestSettings limits =
        new RequestSettings(
            10_000,
            TIMEOUT,
            Duration.ofSeconds(5),
            Duration.ofMillis(500),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofHours(1),
            Duration.ofMinutes(5));
    requests = new ShardClient(ids.get(), SHARDS, transport, CLOCK, ids, limits);
    TransactionSettings transactions =
        new TransactionSettings(
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofMillis(200),
            Duration.ofSeconds(2));
    node =
        new Node(
            new LinkedHashSet<>(SHARDS.all()),
            lanes,
            new LaneSettings(80_000, 500, true),
            new Kernel(SHARDS, Protocol.SAGA, StepOrder.PARALLEL, transactions),
            store,
            transport,
            CLOCK,
            requests::receive,
            failures::add);
    transport.start(node);
    node.start();
  }

  /** Adds one to an account; asks as a gateway does. */
  public Answer credit(UserId user) throws OverloadedException, NoAnswerException {
    return requests.ask(requests.begin(), SHARDS.of(user), new Command.Credit(user, new Amount(1)));
  }

  /** Makes an account with nothing on it. */
  public Answer create(UserId user) throws OverloadedException, NoAnswerException {
    return requests.ask(requests.begin(), SHARDS.of(user), new Command.CreateAccount(user));
  }

  /** Looks at an account. */
  public Answer find(UserId user) throws OverloadedException, NoAnswerException {
    return requests.ask(requests.begin(), SHARDS.of(user), new Command.FindBalance(user));
  }

  /** Fills a shard with its share of the accounts "0" to "count - 1". */
  public Answer fill(ShardId shard, int count) throws OverloadedException, NoAnswerException {
    Command fill = new Command.InitAccounts(new Range(0, count), new Amount(1));
    return requests.ask(requests.begin(), shard, fill);
  }

  /** The store that it was given. */
  public Store store() {
    return store;
  }

  /** Why it stopped; empty while it works. */
  public List<Throwable> failures() {
    return failures;
  }

  @Override
  public void close() {
    requests.close();
    node.close();
    transport.close();
    store.close();
  }
}
