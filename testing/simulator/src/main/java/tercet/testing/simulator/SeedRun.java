package tercet.testing.simulator;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import tercet.kernel.Kernel;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.Shards;
import tercet.testing.simulator.check.ClientInvariants;
import tercet.testing.simulator.check.FinalCheck;
import tercet.testing.simulator.check.LeaseRules;
import tercet.testing.simulator.check.Ledger;
import tercet.testing.simulator.check.LossBook;
import tercet.testing.simulator.check.Promised;
import tercet.testing.simulator.check.Timeliness;
import tercet.testing.simulator.check.Traffic;
import tercet.testing.simulator.coverage.Coverage;
import tercet.testing.simulator.swarm.Fault;
import tercet.testing.simulator.swarm.Swarm;
import tercet.testing.simulator.workload.Auditor;
import tercet.testing.simulator.workload.History;
import tercet.testing.simulator.workload.LateBuyer;
import tercet.testing.simulator.workload.Shoppers;
import tercet.testing.simulator.workload.SimulatedGateway;
import tercet.testing.simulator.world.DecisionTape;
import tercet.testing.simulator.world.FaultInjector;
import tercet.testing.simulator.world.Faults;
import tercet.testing.simulator.world.Server;
import tercet.testing.simulator.world.SettlingOperator;
import tercet.testing.simulator.world.SimulatedCluster;
import tercet.testing.simulator.world.Trace;
import tercet.testing.simulator.world.Violation;
import tercet.testing.simulator.world.Wiring;
import tercet.testing.simulator.world.World;

/**
 * One seed from its beginning to its end: a time with faults, then a time in which everything is
 * healed and must come to rest, then an auditor that reads everything.
 */
final class SeedRun {
  private static final long REST_MILLIS_MAX = 10 * 60 * 1_000;

  /** An auditor may hear nothing of a hundred things, and waits for each. */
  private static final long AUDIT_MILLIS_MAX = 60 * 60 * 1_000;

  private final Case simulated;
  private final Swarm swarm;
  private final Wiring wiring;
  private final World world;
  private final Faults faults;
  private final Traffic traffic;
  private final Ledger ledger;
  private final History history;
  private final SimulatedCluster cluster;
  private final Shoppers shoppers;
  private final FinalCheck closing;
  private final Shards shards;
  private final Promised promised;
  private final @Nullable LossBook losses;
  private boolean quarantined;

  /**
   * @param wiring the parts of processes
   * @param traced whether to write down what happens
   * @param coverage counts which inputs met which states
   * @param eventsMax after which a world that does not rest never will
   */
  SeedRun(Case simulated, Wiring wiring, boolean traced, Coverage coverage, long eventsMax) {
    this.simulated = simulated;
    this.wiring = wiring;
    this.swarm = Swarm.draw(simulated.seed(), simulated.without());
    SplittableRandom random = new SplittableRandom(~simulated.seed());
    this.shards = new Shards(swarm.deployment().shards());
    this.world = new World(random.split(), new Trace(traced), eventsMax);
    this.faults = new Faults(swarm.rates(), random.split(), simulated.faults());
    this.promised = swarm.protocolChanges() ? Promised.ofAll() : Promised.of(simulated.protocol());
    DecisionTape.Observer timely =
        new Timeliness(
            promised,
            swarm.protocolChanges() || swarm.losses().any()
                ? (records, input, now) -> {}
                : coverage);
    DecisionTape.Observer observer = new LeaseRules(timely);
    this.losses = swarm.losses().any() ? new LossBook(world, shards) : null;
    this.traffic =
        new Traffic(
            world,
            swarm.longestRequests(),
            swarm.differences().longestLifetime(swarm.transactions()),
            tolerance(swarm));
    this.ledger = new Ledger(world, shards, promised, tolerance(swarm));
    ClientInvariants promises = new ClientInvariants(world, shards, promised, ledger);
    this.history =
        losses == null
            ? new History(world, ledger::position, promises)
            : new History(world, losses::position, losses);
    if (losses != null) {
      losses.follow(history);
    }
    ledger.follow(history);
    promises.follow(history);
    this.shoppers =
        new Shoppers(
            world, swarm.workload(), simulated.operations(), faults, history, random.split());
    this.cluster =
        new SimulatedCluster(
            world,
            swarm,
            shards,
            faults,
            wiring,
            server -> new DecisionTape(wiring.decider(kernel(server, shards)), observer),
            losses == null ? this::durable : losses,
            random.split(),
            server -> shoppers.open(server, opened -> gateway(opened, shards)));
    this.closing = new FinalCheck(cluster, history, ledger);
  }

  private void durable(Map<Key, @Nullable StoredRecord> changes, List<Decision> decisions) {
    ledger.committed(changes, decisions);
    traffic.committed(changes, decisions);
  }

  private static long tolerance(Swarm swarm) {
    return swarm.transactions().clockSkewMax().toMillis()
        + swarm.graceMillis()
        + swarm.wrongTimesMillis();
  }

  private Kernel kernel(Server server, Shards shards) {
    return new Kernel(
        shards,
        swarm.protocol(simulated.protocol(), server.number(), server.life()),
        swarm.stepOrder(server.number(), server.life()),
        wiring.transactions(swarm.transactions(server.number(), server.life())));
  }

  private SimulatedGateway gateway(Server server, Shards shards) {
    return new SimulatedGateway(
        server,
        world,
        shards,
        cluster.transport(server),
        wiring.requests(swarm.requests(server.number(), server.life())),
        swarm.workload().stepOfFill(),
        wiring.copiesNothing(),
        history);
  }

  Result run() {
    @Nullable Violation violation = null;
    try {
      simulate();
    } catch (Violation found) {
      violation = found;
      world.note("violation", String.valueOf(found.getMessage()));
    }
    return new Result(
        simulated,
        swarm,
        world.now(),
        history.calls().size(),
        losses == null ? ledger.transactions() : losses.transactions(),
        losses == null ? ledger.payments() : losses.payments(),
        faults.counts(),
        quarantined,
        cluster.losses(),
        losses == null ? 0 : losses.lies(),
        world.digest(),
        world.trace().lines(),
        violation);
  }

  private void simulate() {
    cluster.start();
    shoppers.start();
    new FaultInjector(world, cluster, swarm, faults, wiring).start();
    world.after(swarm.calmAfterMillis(), cluster::heal);
    rest(swarm.calmAfterMillis() + REST_MILLIS_MAX + hopelessMillis());
    if (cluster.isQuarantined()) {
      quarantined = true;
      if (losses != null || cluster.waitsForRoom()) {
        return; // it never comes to rest; everything until now was checked
      }
      new SettlingOperator(world, cluster, ledger::hasPaid).start();
      rest(world.now() + REST_MILLIS_MAX + hopelessMillis());
      if (cluster.waitsForRoom()) {
        return; // no ruling makes any
      }
      if (cluster.isQuarantined()) {
        throw closing.open("settled, and still open is");
      }
    }
    Auditor auditor = shoppers.auditor(swarm.isFastEnough());
    world.after(swarm.wrongTimesMillis(), auditor::start);
    rest(world.now() + AUDIT_MILLIS_MAX);
    if (!auditor.isDone()) {
      throw new Violation("the auditor never ends");
    }
    boolean slow = swarm.deployment().stepDelayMillisMax() * swarm.deployment().slowdownMax() > 5;
    boolean scarce =
        slow
            || swarm.workload().crowd()
            || swarm.peers().isScarce()
            || swarm.lanes().mailboxMax() < 100
            || swarm.lanes().openMax() < 100
            || swarm.requests().inFlightMax() < 100;
    check(faults.counts().isEmpty() && !swarm.goneForGood() && swarm.isFastEnough() && !scarce);
    if (losses == null
        && swarm.isFastEnough()
        && swarm.neverSendsAgain()
        && !swarm.protocolChanges()) {
      closing.checkCosts(auditor.order(), traffic, simulated.protocol());
    }
    if (swarm.isFastEnough()
        && promised.decidesByDeadline()
        && faults.strikesAtLast(Fault.PARTICIPANT_DOWN)) {
      buyWhileAParticipantIsDown(shoppers.lateBuyer(auditor));
      check(false);
    }
  }

  /** Where messages are void when they arrive, clients try everything in vain, one by one. */
  private long hopelessMillis() {
    return swarm.isFastEnough() ? 0 : AUDIT_MILLIS_MAX;
  }

  private void check(boolean undisturbed) {
    if (losses == null) {
      closing.check(undisturbed);
    } else {
      closing.check(losses);
    }
  }

  private void buyWhileAParticipantIsDown(LateBuyer buyer) {
    buyer.fill();
    rest(world.now() + REST_MILLIS_MAX);
    Server down =
        cluster.halt(shards.of(buyer.user()), shards.of(buyer.item()), shards.of(buyer.order()));
    if (down == null) {
      return;
    }
    buyer.checkout();
    world.after(2 * swarm.answeredMillisMax(), () -> cluster.resume(down));
    rest(world.now() + REST_MILLIS_MAX);
    closing.checkAnswered(buyer, swarm.answeredMillisMax(), swarm.decidesBeforeTimeout());
  }

  /** Until nothing is left to happen. */
  private void rest(long usually) {
    long atLatest = usually + swarm.losses().restMillis(swarm.graceMillis());
    while (world.step()) {
      if (world.now() > atLatest) {
        if (cluster.isQuarantined()) {
          return;
        }
        throw closing.open("never comes to rest, open is");
      }
    }
  }
}
