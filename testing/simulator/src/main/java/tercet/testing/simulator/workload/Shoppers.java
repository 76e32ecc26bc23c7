package tercet.testing.simulator.workload;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tercet.testing.simulator.swarm.WorkloadPlan;
import tercet.testing.simulator.world.Faults;
import tercet.testing.simulator.world.Server;
import tercet.testing.simulator.world.World;

/** All clients, and the gateways that they go to. */
public final class Shoppers {
  private static final int FIRST_MILLIS_MAX = 50;

  private static final int AUDITOR_PATIENCE_MILLIS = 20_000;
  private static final int LATE_PATIENCE_MILLIS = 300_000;

  private final World world;
  private final WorkloadPlan workload;
  private final Faults faults;
  private final History history;
  private final ClientKnowledge shop;
  private final SplittableRandom random;
  private final List<Server> servers = new ArrayList<>();
  private final Map<Server, Endpoints> gateways = new HashMap<>();

  /**
   * @param operationsMax after so many operations there is nothing more to ask for
   */
  public Shoppers(
      World world,
      WorkloadPlan workload,
      int operationsMax,
      Faults faults,
      History history,
      SplittableRandom random) {
    this.world = world;
    this.workload = workload;
    this.faults = faults;
    this.history = history;
    this.random = random;
    this.shop = new ClientKnowledge(workload, operationsMax);
  }

  /** A server begins a new life with a new gateway. */
  public void open(Server server, Function<Server, SimulatedGateway> opens) {
    SimulatedGateway gateway = opens.apply(server);
    server.onAnswer(gateway::receive);
    if (gateways.put(server, new Endpoints(gateway)) == null) {
      servers.add(server);
    }
  }

  /** Lets the clients in. */
  public void start() {
    for (int number = 0; number < workload.clients(); number++) {
      Client client = client("client" + number, workload.patienceMillis());
      world.after(random.nextInt(FIRST_MILLIS_MAX), client::next);
    }
  }

  private Client client(String name, int patienceMillis) {
    SplittableRandom own = random.split();
    return new Client(
        name, world, workload, patienceMillis, faults, history, shop, () -> gateway(own), own);
  }

  private @Nullable Endpoints gateway(SplittableRandom own) {
    Server server = servers.get(own.nextInt(servers.size()));
    return server.isAlive() ? gateways.get(server) : null;
  }

  /**
   * An auditor, which reads everything when all is over, and buys something.
   *
   * @param mustSucceed whether the purchase can be finished before its deadline
   */
  public Auditor auditor(boolean mustSucceed) {
    return new Auditor(client("auditor", AUDITOR_PATIENCE_MILLIS), shop, mustSucceed);
  }

  /** A buyer of the auditor's item, while a participant is down. */
  public LateBuyer lateBuyer(Auditor auditor) {
    Client client = client("late", LATE_PATIENCE_MILLIS);
    return new LateBuyer(client, world, auditor.user(), auditor.item());
  }
}
