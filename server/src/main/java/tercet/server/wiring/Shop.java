package tercet.server.wiring;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import tercet.gateway.EngineMetric;
import tercet.gateway.operate.AuditLog;
import tercet.gateway.operate.BackupWork;
import tercet.gateway.operate.TransactionsApi;
import tercet.kernel.Kernel;
import tercet.kernel.id.Shards;
import tercet.runtime.cluster.ClusterMap;
import tercet.runtime.inspect.NodeInspector;
import tercet.runtime.node.Node;
import tercet.runtime.node.OrphanRecovery;
import tercet.runtime.observe.Observer;
import tercet.runtime.observe.StepHistory;
import tercet.runtime.request.IdSource;
import tercet.runtime.request.ShardClient;
import tercet.runtime.store.Store;
import tercet.runtime.time.FullPause;
import tercet.runtime.transport.Transport;
import tercet.server.config.Configuration;
import tercet.server.config.Tuning;
import tercet.server.failpoint.Failpoints;
import tercet.server.metrics.EngineMetrics;
import tercet.server.metrics.StoreMetrics;
import tercet.telemetry.Tracing;

/** The shop, or a node of it, put together by hand: store, shards, gateway and transport. */
public final class Shop implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Shop.class.getName());

  private final Configuration configuration;
  private final NodeContext context;
  private final Transport transport;
  private final @Nullable Store store;
  private final ShardClient requests;
  private final @Nullable Tracing tracing;
  private final StepHistory steps;
  private final Node node;
  private final @Nullable OrphanRecovery orphanRecovery;
  private final AuditLog audit;
  private final TransactionsApi operators;
  private final Readiness readiness;
  private final WatchedFiles files = new WatchedFiles();
  private @Nullable OpenPorts ports;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean deciding = true;
  private volatile @Nullable Throwable failure;

  private Shop(
      Configuration configuration,
      NodeContext context,
      InstantSource clock,
      @Nullable Store store,
      AuditLog audit) {
    this.audit = audit;
    this.configuration = configuration;
    this.context = context;
    this.store = store;
    Configuration.TestHooks trials = configuration.trials();
    Failpoints failpoints = new Failpoints(trials.haltAt(), trials.messageDelay());
    this.transport = failpoints.around(context.transport());
    Configuration.Traces traces = configuration.traces();
    this.tracing = traces == null ? null : new Tracing(traces.settings(context.name()));
    this.steps = new StepHistory(configuration.livesKept(), observer());
    IdSource ids = IdSource.random();
    this.requests = requests(clock, ids);
    this.node =
        store == null
            ? Node.withoutShards(requests::receive)
            : node(failpoints.around(store), clock);
    this.readiness =
        new Readiness(
            new Shards(configuration.shards()),
            transport::reaches,
            context.neighbours()::isReached,
            () -> node.statistics().stalled() == 0);
    this.orphanRecovery =
        store != null && configuration.membership() != null && store.guarantees().shared()
            ? new OrphanRecovery(
                context.served(),
                store,
                node,
                transport::reaches,
                clock,
                Tuning.ORPHAN_RECOVERY,
                this::fail)
            : null;
    NodeInspector seen = context.inspector(node, store, clock, configuration.deadline());
    BackupWork work = Stores.backup(configuration, context.name(), store, clock);
    this.operators = new TransactionsApi(seen, transport, ids, requests, audit, steps, work);
  }

  private ShardClient requests(InstantSource clock, IdSource ids) {
    // Another name at each start: answers to requests of the last process must not find this one.
    String replyName = ClusterMap.replyName(context.name(), ids.get());
    return new ShardClient(
        replyName,
        new Shards(configuration.shards()),
        transport,
        clock,
        ids,
        Tuning.requests(configuration));
  }

  private Node node(Store decidedOn, InstantSource clock) {
    Kernel kernel =
        new Kernel(
            new Shards(configuration.shards()),
            configuration.protocol(),
            configuration.sagaSteps(),
            Tuning.transactions(configuration));
    return new Node(
        new LinkedHashSet<>(context.served()),
        configuration.lanes(),
        Tuning.lane(configuration),
        kernel,
        decidedOn,
        transport,
        clock,
        requests::receive,
        this::fail,
        steps);
  }

  private Observer observer() {
    return tracing == null ? Observer.NONE : tracing;
  }

  /**
   * Runs until it is told to stop or its disk fails.
   *
   * @return whether it was told to; if its store fails, the process is halted instead
   */
  public static boolean run(Configuration configuration)
      throws StartFailedException, InterruptedException {
    Shop shop = start(configuration);
    Thread stop = new Thread(shop::closeAndExit, "stop");
    Runtime.getRuntime().addShutdownHook(stop);
    shop.ended.await();
    Throwable failure = shop.failure;
    if (failure != null) {
      // At once: a store that failed must not be written to, not even to close it in good order.
      Runtime.getRuntime().halt(1);
    }
    return true;
  }

  private static Shop start(Configuration configuration) throws StartFailedException {
    InstantSource clock = MillisClock.of(InstantSource.system());
    Shop shop;
    try {
      NodeContext context = NodeContext.of(configuration);
      AuditLog audit = AuditLog.open(configuration.auditLog(), context.name());
      Store store =
          context.served().isEmpty() ? null : Stores.open(configuration, context.served(), clock);
      shop = new Shop(configuration, context, clock, store, audit);
    } catch (IOException | RuntimeException e) {
      throw new StartFailedException(String.valueOf(e.getMessage()), e);
    }
    try {
      shop.start();
    } catch (IOException | RuntimeException e) {
      shop.close();
      throw new StartFailedException(String.valueOf(e.getMessage()), e);
    }
    return shop;
  }

  private void start() throws IOException {
    files.trust(configuration.membership());
    transport.start(new Arrivals(node, operators, () -> deciding));
    Patience.repeat(node::start);
    OrphanRecovery recovering = orphanRecovery;
    if (recovering != null) {
      recovering.start();
    }
    ClusterFileWatch membership = context.membership();
    if (membership != null) {
      membership.start();
    }
    ports =
        OpenPorts.open(
            files.gateway(configuration),
            files.access(configuration.access()),
            context,
            requests,
            readiness,
            metrics(),
            observer(),
            operators);
    readiness.open();
  }

  private List<EngineMetric> metrics() {
    List<EngineMetric> metrics = new ArrayList<>(EngineMetrics.of(node));
    metrics.addAll(
        EngineMetrics.of(configuration, context.name(), context.roles(), context.served()));
    if (store != null) {
      metrics.addAll(StoreMetrics.of(store));
    }
    if (tracing != null) {
      metrics.addAll(EngineMetrics.of(tracing));
    }
    List.of(context.metrics(), files.metrics()).forEach(metrics::addAll);
    if (orphanRecovery != null) {
      metrics.add(EngineMetrics.of(orphanRecovery));
    }
    return metrics;
  }

  private void fail(Throwable cause) {
    failure = cause;
    readiness.stop();
    LOG.log(
        Level.ERROR,
        "Stopping at once. Everything that clients were told is on disk. " + cause.getMessage(),
        cause);
    ended.countDown();
  }

  /**
   * Ends the process with status 0, because a stop that was asked for is no failure. Java would end
   * with 143 after SIGTERM.
   */
  private void closeAndExit() {
    close();
    Runtime.getRuntime().halt(0);
  }

  /** Drains, finishes open requests, and ends. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    closePorts();
    ClusterFileWatch membership = context.membership();
    if (membership != null) {
      membership.close();
    }
    files.close();
    OrphanRecovery recovering = orphanRecovery;
    if (recovering != null) {
      recovering.close();
    }
    deciding = false;
    node.close();
    transport.close();
    Store opened = store;
    if (opened != null) {
      opened.close();
    }
    Tracing made = tracing;
    if (made != null) {
      made.close();
    }
    if (ports != null) {
      LOG.log(Level.INFO, "The shop is closed.");
    }
    ended.countDown();
  }

  private void closePorts() {
    readiness.stop();
    OpenPorts open = ports;
    if (open != null) {
      if (open instanceof OpenPorts.Public clients) {
        clients.gateway().drain();
        awaitLoadBalancers();
      }
      open.close();
    }
    requests.close();
    audit.close();
  }

  private void awaitLoadBalancers() {
    Duration drain = configuration.drain();
    if (drain.isZero() || !readiness.isWatched()) {
      return;
    }
    LOG.log(
        Level.INFO,
        "Stopping in {0} ms (--drain), so that load balancers notice; until then requests are"
            + " served.",
        drain.toMillis());
    FullPause.of(drain);
  }
}
