package tercet.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tercet.gateway.operate.AuditLog;
import tercet.gateway.operate.BackupWork;
import tercet.gateway.operate.TransactionsApi;
import tercet.kernel.Kernel;
import tercet.kernel.Protocol;
import tercet.kernel.id.Amount;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.kernel.id.TransactionId;
import tercet.kernel.id.UserId;
import tercet.kernel.order.Order;
import tercet.kernel.saga.StepOrder;
import tercet.kernel.tcc.Tcc;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.Transaction;
import tercet.kernel.transaction.TransactionSettings;
import tercet.kernel.twophase.TwoPhase;
import tercet.runtime.inspect.Neighbours;
import tercet.runtime.inspect.NodeInspector;
import tercet.runtime.mailbox.LaneSettings;
import tercet.runtime.node.Node;
import tercet.runtime.observe.Observer;
import tercet.runtime.observe.StepHistory;
import tercet.runtime.request.IdSource;
import tercet.runtime.request.RequestSettings;
import tercet.runtime.request.ShardClient;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.InProcessTransport;

/** A node for orders with its administrative port; payment is elsewhere, and never answers. */
final class OperatedNode implements AutoCloseable {
  static final Duration DEADLINE = Duration.ofMinutes(5);

  private static final Duration SECOND = Duration.ofSeconds(1);

  final Shards shards = new Shards(2);
  final HeapRecords records = new HeapRecords();
  final Set<ShardId> unreachable = ConcurrentHashMap.newKeySet();
  final Node node;
  final AdminServer admin;

  /** Makes backups. */
  volatile BackupWork backup =
      () -> {
        throw new UnsupportedOperationException("These records are in memory.");
      };

  private final BackupWork saved = () -> backup.make();
  private final ShardClient requests;

  OperatedNode(Path auditFile) {
    InProcessTransport transport = new InProcessTransport();
    InstantSource clock = InstantSource.system();
    requests =
        new ShardClient(
            "shop/1",
            shards,
            transport,
            clock,
            IdSource.random(),
            new RequestSettings(
                100,
                SECOND.multipliedBy(10),
                DEADLINE,
                SECOND.multipliedBy(10),
                SECOND.multipliedBy(10),
                SECOND,
                Duration.ofHours(1),
                Duration.ofHours(1)));
    StepHistory steps = new StepHistory(10, Observer.NONE);
    node =
        new Node(
            Set.copyOf(shards.all()),
            1,
            new LaneSettings(1_024, 64, false),
            new Kernel(
                shards,
                Protocol.TCC,
                StepOrder.PARALLEL,
                new TransactionSettings(
                    SECOND.multipliedBy(2), SECOND, SECOND.multipliedBy(60), DEADLINE)),
            records,
            transport,
            clock,
            requests::receive,
            failure -> {},
            steps);
    NodeInspector inspector =
        new NodeInspector(node, records, shards.all(), new View(), clock, DEADLINE);
    try {
      AuditLog audit = AuditLog.open(auditFile, "shop");
      TransactionsApi api =
          new TransactionsApi(
              inspector, transport, IdSource.random(), requests, audit, steps, saved);
      transport.start(envelope -> api.receive(envelope) || receive(envelope));
      admin =
          AdminServer.start(
              new GatewaySettings(
                  "127.0.0.1", 0, "127.0.0.1", 0, false, GatewaySettings.Limits.DEFAULTS),
              Access.open(),
              () -> NodeHealth.of(NodeHealth.Phase.UP),
              List.of(),
              api);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Envelopes to payment or stock are lost. */
  private boolean receive(Envelope envelope) {
    boolean elsewhere =
        envelope instanceof Envelope.ToShard message && unreachable.contains(message.input().to());
    return elsewhere || node.receive(envelope);
  }

  private final class View implements Neighbours {
    @Override
    public String self() {
      return "shop";
    }

    @Override
    public List<String> nodes() {
      return List.of("shop", "elsewhere");
    }

    @Override
    public List<String> servers(ShardId shard) {
      return unreachable.contains(shard) ? List.of("elsewhere") : List.of("shop");
    }

    @Override
    public boolean reaches(String name) {
      return name.equals("shop");
    }

    @Override
    public boolean reaches(ShardId shard) {
      return !unreachable.contains(shard);
    }

    @Override
    public boolean isReached() {
      return true;
    }
  }

  private Transaction transaction(String id, String order, Instant deadline) {
    UserId user = new UserId("u-" + order);
    ItemId item = new ItemId("i-" + order);
    OrderId orderId = new OrderId(order);
    unreachable.add(shards.of(user));
    unreachable.add(shards.of(item));
    records.put(Key.order(orderId, shards.of(orderId)), new Order.Unpaid(user, List.of(), 1));
    return new Transaction(
        new TransactionId(id),
        orderId,
        1,
        0,
        deadline,
        List.of(
            new Branch(shards.of(user), List.of(new Debit(user, new Amount(7)))),
            new Branch(shards.of(item), List.of(new Debit(item, new Amount(2))))));
  }

  /** An undecided transaction that waits for its payment. */
  void undecided(String id, String order, Instant deadline) {
    Transaction transaction = transaction(id, order, deadline);
    records.put(
        key(order),
        new Tcc.Trying(
            transaction,
            List.of(),
            0,
            0,
            List.of(transaction.branches().getFirst().shard()),
            deadline,
            3,
            deadline));
  }

  /** A committed one, which waits for its payment to confirm. */
  void committed(String id, String order, Instant deadline) {
    Transaction transaction = transaction(id, order, deadline);
    List<ShardId> awaiting = List.of(transaction.branches().getFirst().shard());
    records.put(key(order), new TwoPhase.Committing(transaction, awaiting, deadline, 2, deadline));
  }

  Key key(String order) {
    OrderId id = new OrderId(order);
    return Key.transaction(id, shards.of(id));
  }

  @Override
  public void close() {
    admin.stop();
    node.close();
    requests.close();
  }
}
