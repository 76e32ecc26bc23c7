package tercet.app;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import tercet.gateway.Gateway;
import tercet.gateway.GatewaySettings;
import tercet.kernel.Kernel;
import tercet.kernel.Shards;
import tercet.runtime.mailbox.LaneSettings;
import tercet.runtime.node.Node;
import tercet.runtime.request.IdSource;
import tercet.runtime.request.RequestSettings;
import tercet.runtime.request.Requests;
import tercet.runtime.store.Store;
import tercet.runtime.transport.InProcessTransport;
import tercet.runtime.transport.Transport;

/** The whole shop in one process: gateway, all shards, and a store, put together by hand. */
final class EmbeddedShop implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(EmbeddedShop.class.getName());

  /** Requests that are under way may end within this time after a stop was asked for. */
  private static final Duration REQUESTS_END_MAX = Duration.ofSeconds(3);

  private final Store store;
  private final Transport transport;
  private final Requests requests;
  private final Node node;
  private @Nullable Gateway gateway;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean serving;
  private volatile @Nullable Throwable failure;

  private EmbeddedShop(Configuration configuration, InstantSource clock, Store store) {
    this.store = store;
    String haltAt = configuration.trials().haltAt();
    HaltPoint point = haltAt == null ? null : HaltPoint.parse(haltAt);
    this.transport = transport(configuration.trials().messageDelay(), point);
    Shards shards = new Shards(configuration.shards());
    RequestSettings requestSettings = Settings.requests(configuration);
    IdSource ids = IdSource.random();
    // Another name at each start: answers to what the last process asked must not find this one.
    this.requests = new Requests(ids.get(), shards, transport, clock, ids, requestSettings);
    Kernel kernel =
        new Kernel(
            shards, configuration.protocol(), configuration.sagaSteps(), Settings.transactions());
    LaneSettings laneSettings = Settings.lane(configuration);
    this.node =
        new Node(
            new LinkedHashSet<>(shards.all()),
            configuration.lanes(),
            laneSettings,
            kernel,
            point == null ? store : new HaltingStore(store, point),
            transport,
            clock,
            requests::receive,
            this::fail);
  }

  private static Transport transport(Duration delay, @Nullable HaltPoint point) {
    Transport inProcess = new InProcessTransport();
    Transport delaying = delay.isZero() ? inProcess : new DelayingTransport(inProcess, delay);
    return point == null ? delaying : new HaltingTransport(delaying, point);
  }

  /**
   * Runs a shop until it is told to stop or its disk fails.
   *
   * @return exit status
   */
  static int run(Configuration configuration) throws StartFailedException, InterruptedException {
    EmbeddedShop shop = start(configuration);
    Thread stop = new Thread(shop::close, "stop");
    Runtime.getRuntime().addShutdownHook(stop);
    shop.ended.await();
    Throwable failure = shop.failure;
    if (failure != null) {
      // At once: a store that failed must not be written to, not even to close it in good order.
      Runtime.getRuntime().halt(1);
    }
    return 0;
  }

  private static EmbeddedShop start(Configuration configuration) throws StartFailedException {
    InstantSource clock = MillisClock.of(InstantSource.system());
    Store store;
    try {
      store = Settings.openStore(configuration, clock);
    } catch (RuntimeException e) {
      throw new StartFailedException(String.valueOf(e.getMessage()), e);
    }
    EmbeddedShop shop = new EmbeddedShop(configuration, clock, store);
    try {
      shop.start(Settings.gateway(configuration));
    } catch (IOException | RuntimeException e) {
      shop.close();
      throw new StartFailedException(String.valueOf(e.getMessage()), e);
    }
    return shop;
  }

  private void start(GatewaySettings settings) throws IOException {
    transport.start(node);
    node.start();
    Gateway started =
        Gateway.start(settings, requests, () -> serving, EngineMetrics.of(node, requests));
    gateway = started;
    serving = true;
    LOG.log(
        Level.INFO,
        "The shop is open at {0}, health and metrics at {1}.",
        url(settings.host(), started.port()),
        url(settings.adminHost(), started.adminPort()));
  }

  private static String url(String host, int port) {
    return "http://" + host + ":" + port;
  }

  private void fail(Throwable cause) {
    failure = cause;
    serving = false;
    LOG.log(
        Level.ERROR,
        "Stopping at once; nobody was told anything that is not on disk. " + cause.getMessage(),
        cause);
    ended.countDown();
  }

  /** Stops accepting, finishes what is under way, and ends. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    serving = false;
    Gateway started = gateway;
    if (started != null) {
      started.stop(REQUESTS_END_MAX);
    }
    requests.close();
    node.close();
    transport.close();
    store.close();
    LOG.log(Level.INFO, "The shop is closed.");
    ended.countDown();
  }
}
