package tercet.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import tercet.gateway.contract.HttpReply;
import tercet.gateway.operate.NodeFigures;
import tercet.gateway.operate.OperatorApi;
import tercet.kernel.id.Shards;
import tercet.runtime.observe.Observer;
import tercet.runtime.request.IdSource;
import tercet.runtime.request.RequestSettings;
import tercet.runtime.request.ShardClient;
import tercet.runtime.transport.Envelope;

/** A gateway on free ports before an engine in memory. */
final class TestGateway implements AutoCloseable {
  static final RequestSettings PATIENT = settings(1_000, Duration.ofSeconds(20));
  static final GatewaySettings FREE_PORTS =
      new GatewaySettings("127.0.0.1", 0, "127.0.0.1", 0, true, GatewaySettings.Limits.DEFAULTS);

  final Shards shards = new Shards(4);
  final MemoryEngine engine = new MemoryEngine(shards);
  final AtomicReference<NodeHealth> health =
      new AtomicReference<>(NodeHealth.of(NodeHealth.Phase.UP));
  final AtomicReference<NodeFigures> figures = new AtomicReference<>(NodeFigures.NONE);
  final Gateway gateway;

  private final ShardClient requests;

  /** With tokens, if a test has put some here. */
  final Access access;

  TestGateway() {
    this(FREE_PORTS, PATIENT);
  }

  TestGateway(GatewaySettings settings, RequestSettings requestSettings) {
    this(settings, Access.open(), requestSettings);
  }

  TestGateway(GatewaySettings settings, Access access, RequestSettings requestSettings) {
    this.access = access;
    requests =
        new ShardClient(
            "gateway", shards, engine, engine.clock(), IdSource.random(), requestSettings);
    engine.start(envelope -> {
      requests.receive((Envelope.ToNode) envelope);
      return true;
    });
    EngineMetric open =
        new EngineMetric(
            "transactions.open", EngineMetric.Kind.GAUGE, "Open transactions.", () -> 7);
    EngineMetric commits =
        new EngineMetric("commits", EngineMetric.Kind.COUNTER, "Commits.", () -> 42);
    try {
      gateway =
          Gateway.start(
              settings,
              access,
              requests,
              this::health,
              List.of(open, commits),
              Observer.NONE,
              new Operator());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Has no routes, and keeps the figures of the gateway. */
  private final class Operator implements OperatorApi {
    @Override
    public HttpReply answer(Call call) {
      return OperatorApi.NONE.answer(call);
    }

    @Override
    public void show(NodeFigures shown) {
      figures.set(shown);
    }
  }

  static RequestSettings settings(int inFlightMax, Duration timeout) {
    return new RequestSettings(
        inFlightMax,
        timeout,
        Duration.ofSeconds(5),
        timeout,
        Duration.ofSeconds(10),
        Duration.ofSeconds(1),
        Duration.ofHours(24),
        Duration.ofHours(1));
  }

  private NodeHealth health() {
    return health.get();
  }

  /** Requests that wait for an answer of a shard. */
  int waiting() {
    return requests.inFlight();
  }

  /** A connection to the public port. */
  Wire connect() {
    return new Wire(gateway.port());
  }

  Wire.Response get(String path) {
    try (Wire wire = connect()) {
      return wire.get(path);
    }
  }

  Wire.Response post(String path, String... headers) {
    try (Wire wire = connect()) {
      return wire.post(path, headers);
    }
  }

  Wire.Response delete(String path) {
    try (Wire wire = connect()) {
      return wire.request("DELETE", path);
    }
  }

  Wire.Response admin(String path) {
    try (Wire wire = new Wire(gateway.adminPort())) {
      return wire.get(path);
    }
  }

  /** A field of the reply to a POST that must succeed. */
  String made(String path, String field) {
    return String.valueOf(ok(post(path)).get(field));
  }

  /** An item with that stock. */
  String item(long price, long stock) {
    String item = made("/stock/item/create/" + price, "item_id");
    ok(post("/stock/add/" + item + "/" + stock));
    return item;
  }

  /** A user with that credit. */
  String user(long credit) {
    String user = made("/payment/create_user", "user_id");
    ok(post("/payment/add_funds/" + user + "/" + credit));
    return user;
  }

  /** An order of some pieces of one item. */
  String order(String user, String item, long quantity) {
    String order = made("/orders/create/" + user, "order_id");
    ok(post("/orders/addItem/" + order + "/" + item + "/" + quantity));
    return order;
  }

  static Map<String, Object> ok(Wire.Response response) {
    if (response.status() != 200) {
      throw new AssertionError(response);
    }
    return response.json();
  }

  @Override
  public void close() {
    gateway.stop();
  }
}
