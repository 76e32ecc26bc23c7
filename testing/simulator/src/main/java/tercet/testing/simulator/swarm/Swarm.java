package tercet.testing.simulator.swarm;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import tercet.kernel.Protocol;
import tercet.kernel.saga.StepOrder;
import tercet.kernel.transaction.TransactionSettings;
import tercet.runtime.mailbox.LaneSettings;
import tercet.runtime.node.OrphanRecoverySettings;
import tercet.runtime.request.RequestSettings;

/**
 * Everything that a seed draws before its world begins.
 *
 * @param stepOrder of the saga
 * @param stepOrderChanges whether some servers are configured to another one
 * @param protocolChanges whether each life of a server begins transactions by another protocol
 * @param differences between the settings of servers
 * @param goneForGood whether a server goes and never comes back
 * @param calmAfterMillis when the last fault ends, and healing begins
 * @param stallMillisMax how long a commit may take
 * @param outageMillisMax how long a store may not answer
 * @param pauseMillisMax how long a server may do nothing
 * @param slowReadMillisMax how long a decision may stand still before a read
 * @param downMillisMax how long a server stays dead
 * @param losses the confirmed commits that a store may lose
 * @param peers how servers send to each other
 * @param rates of those faults that are switched on
 */
public record Swarm(
    Deployment deployment,
    StepOrder stepOrder,
    boolean stepOrderChanges,
    boolean protocolChanges,
    Differences differences,
    boolean goneForGood,
    TransactionSettings transactions,
    RequestSettings requests,
    LaneSettings lanes,
    OrphanRecoverySettings orphanRecovery,
    Links links,
    WorkloadPlan workload,
    int calmAfterMillis,
    int stallMillisMax,
    int outageMillisMax,
    int pauseMillisMax,
    int slowReadMillisMax,
    int downMillisMax,
    StoreLosses losses,
    PeerPlan peers,
    Map<Fault, Double> rates) {

  private static final List<StepOrder> STEP_ORDERS = List.of(StepOrder.values());
  private static final List<Protocol> PROTOCOLS = List.of(Protocol.values());

  /** A share of seeds; such a seed takes as long as some hundred others. */
  private static final double CROWDS = 0.003;

  /** A share of the seeds that may draw it. Of these not everything can be checked. */
  private static final double WRONG_CLOCKS = 0.12;

  /** The largest error of a clock that is wrong by more than is allowed. */
  public static final int WRONG_CLOCK_MILLIS_MAX = 60_000;

  /** How long a commit may be under way whose answer was lost. */
  public static final int LATE_COMMIT_MILLIS_MAX = 5_000;

  public Swarm {
    rates = Collections.unmodifiableMap(new EnumMap<>(rates));
  }

  /**
   * Draws what a seed stands for.
   *
   * @param without faults that are switched off; all else stays as it is drawn
   */
  public static Swarm draw(long seed, Set<Fault> without) {
    SplittableRandom random = new SplittableRandom(seed);
    Draw draw = new Draw(random.split());
    Deployment deployment = Deployment.draw(random.split());
    int skew = draw.oneOf(0, 1, 5, 50, 300, 1_000);
    Links links = Links.draw(random.split());
    // Now and then clocks and machines are worse than the times allow: safe, but of no use.
    int slack =
        draw.chance(0.1) ? 0 : skew + 12 * (links.latencyMillisMax() + deployment.slowest());
    TransactionSettings transactions = transactions(draw, skew, slack);
    RequestSettings requests = requests(draw, transactions, slack);
    WorkloadPlan usual = WorkloadPlan.draw(random.split(), (int) requests.timeout().toMillis());
    StepOrder stepOrder = STEP_ORDERS.get(draw.random().nextInt(STEP_ORDERS.size()));
    boolean stepOrderChanges = draw.chance(0.2);
    int mailboxMax = draw.chance(0.6) ? 1_024 : draw.oneOf(2, 4, 8, 16);
    int batchMax = draw.oneOf(1, 2, 4, 16, 64);
    boolean fusion = draw.chance(0.6);
    int calmAfterMillis = draw.log(500, 15_000);
    int stallMillisMax = draw.oneOf(1, 20, 100, 400, 2_000);
    int pauseMillisMax = draw.log(20, 5_000);
    int downMillisMax = draw.log(10, 5_000);
    Map<Fault, Double> rates = rates(random.split(), without);
    Draw more = new Draw(random.split());
    int outageMillisMax = more.log(200, 60_000);
    boolean longOutage = rates.containsKey(Fault.STORE_OUTAGE) && more.chance(0.3);
    Draw reads = new Draw(random.split());
    boolean standsLong = rates.containsKey(Fault.SLOW_READ) && reads.chance(0.4);
    int slowReadMillisMax = standsLong ? reads.log(1_000, 15_000) : pauseMillisMax;
    int openMax = reads.chance(0.1) ? reads.oneOf(1, 3, 10, 50) : LaneSettings.OPEN_MAX;
    if (!reads.chance(WRONG_CLOCKS)) {
      rates.remove(Fault.CLOCK_BEYOND_SKEW);
    }
    boolean gone = reads.chance(0.3) && deployment.sharedStore() && deployment.servers() > 1;
    WorkloadPlan workload = reads.chance(CROWDS) ? usual.crowded(reads) : usual;
    return new Swarm(
        deployment,
        stepOrder,
        stepOrderChanges,
        more.chance(0.15),
        more.chance(0.2) ? new Differences(more.random().nextLong()) : Differences.NONE,
        gone,
        workload.patient(transactions),
        requests,
        new LaneSettings(mailboxMax, batchMax, fusion, openMax),
        new OrphanRecoverySettings(
            more.millis(50, 1_000),
            Duration.ofMillis(skew).plus(more.millis(10, 2_000)),
            more.chance(0.8) ? 1_500 : more.oneOf(1, 5)),
        links,
        workload,
        longOutage ? Math.max(calmAfterMillis, outageMillisMax) : calmAfterMillis,
        stallMillisMax,
        outageMillisMax,
        pauseMillisMax,
        slowReadMillisMax,
        downMillisMax,
        StoreLosses.draw(new Draw(random.split()), deployment, rates),
        PeerPlan.draw(new Draw(random.split()), links).serving(workload, transactions, requests),
        rates);
  }

  private static TransactionSettings transactions(Draw draw, int skewMillis, int slackMillis) {
    Duration resendFirst = draw.millis(10, 200);
    return new TransactionSettings(
        draw.millis(100, 3_000).plusMillis(slackMillis),
        Duration.ofMillis(skewMillis),
        resendFirst,
        resendFirst.multipliedBy(draw.oneOf(1, 2, 4, 16)));
  }

  private static RequestSettings requests(
      Draw draw, TransactionSettings transactions, int slackMillis) {
    Duration deadline = draw.millis(60, 4_000).plusMillis(slackMillis);
    Duration timeout = deadline.plus(draw.millis(50, 3_000));
    Duration resendAfter = draw.chance(0.8) ? draw.millis(20, (int) timeout.toMillis()) : timeout;
    int inFlightMax = draw.chance(0.8) ? 10_000 : draw.oneOf(2, 5, 10);
    Duration messageLifetime = draw.millis(100, 3_000).plusMillis(slackMillis);
    Duration sending = timeout.multipliedBy(2).plus(messageLifetime);
    return new RequestSettings(
        inFlightMax,
        timeout,
        deadline,
        resendAfter,
        messageLifetime,
        transactions.clockSkewMax(),
        draw.millis(500, 20_000),
        sending.plus(transactions.clockSkewMax()));
  }

  /** Whether a checkout that meets no fault ends before its deadline. */
  public boolean isFastEnough() {
    long travel = 12L * (links.latencyMillisMax() + deployment.slowest());
    long needed = travel + transactions.clockSkewMax().toMillis();
    return requests.deadline().toMillis() > needed
        && requests.messageLifetime().toMillis() > needed
        && transactions.messageLifetime().toMillis() > needed;
  }

  /**
   * The longest time, in milliseconds, from a server's look at its clock until the decision of that
   * time is durable. Commits that stall wait for each other.
   */
  public long graceMillis() {
    long stalls = rates.containsKey(Fault.STALL) ? 20L * stallMillisMax : 0;
    long reads = rates.containsKey(Fault.SLOW_READ) ? 20L * slowReadMillisMax : 0;
    return stalls + reads + (rates.containsKey(Fault.LATE_COMMIT) ? LATE_COMMIT_MILLIS_MAX : 0);
  }

  /** Whether clocks differ by more than is allowed, so that no time can be relied on. */
  public boolean hasWrongClocks() {
    return rates.containsKey(Fault.CLOCK_BEYOND_SKEW);
  }

  /** How long it takes after healing until no time that was written by a wrong clock matters. */
  public long wrongTimesMillis() {
    return hasWrongClocks() ? 2L * WRONG_CLOCK_MILLIS_MAX : 0;
  }

  /** Half of the faults are off; of the others, small rates are likelier than large ones. */
  private static Map<Fault, Double> rates(SplittableRandom random, Set<Fault> without) {
    boolean quiet = random.nextInt(20) == 0;
    Map<Fault, Double> rates = new EnumMap<>(Fault.class);
    for (Fault fault : Fault.values()) {
      boolean on = fault == Fault.OPERATOR ? random.nextInt(6) == 0 : random.nextBoolean();
      double strength = random.nextDouble();
      if (on && !quiet && !without.contains(fault)) {
        rates.put(fault, fault.rateMax() * strength * strength);
      }
    }
    return rates;
  }

  /** The times of a server's kernel in one of its lives. */
  public TransactionSettings transactions(int server, int life) {
    return losses.any()
        ? transactions.losing(losses.window(graceMillis()))
        : differences.apply(transactions, server, life);
  }

  /** The limits of a server's gateway in one of its lives. */
  public RequestSettings requests(int server, int life) {
    return differences.apply(requests, server, life);
  }

  /** The limits of the gateway that has the longest ones. */
  public RequestSettings longestRequests() {
    return differences.longest(requests);
  }

  /** Whether an answer comes before anything is sent again, when all is well: none is dropped. */
  public boolean neverSendsAgain() {
    return transactions.resendFirst().toMillis() > slackMillis() && lanes.mailboxMax() > 8;
  }

  /** How long an answer may take beyond the deadline when only a participant is down. */
  private long slackMillis() {
    return 12L * (links.latencyMillisMax() + 2) + transactions.clockSkewMax().toMillis();
  }

  /** When a checkout is answered at the latest, even if a participant is down, in milliseconds. */
  public long answeredMillisMax() {
    return longestRequests().deadline().toMillis() + slackMillis();
  }

  /** Whether a gateway waits long enough to hear what is decided at the deadline. */
  public boolean decidesBeforeTimeout() {
    return requests.timeout().minus(requests.deadline()).toMillis() > slackMillis();
  }

  /** The limits of a server's lanes in one of its lives. */
  public LaneSettings lanes(int server, int life) {
    return differences.apply(lanes, server, life);
  }

  /** The protocol of new transactions in one life of a server. */
  public Protocol protocol(Protocol simulated, int server, int life) {
    int further = protocolChanges ? server + life - 1 : 0;
    return PROTOCOLS.get((PROTOCOLS.indexOf(simulated) + further) % PROTOCOLS.size());
  }

  /** The traits of this seed. */
  public Set<Trait> traits() {
    return Traits.of(this);
  }

  /** The order of steps that a server is configured to in one of its lives. */
  public StepOrder stepOrder(int server, int life) {
    int further = stepOrderChanges ? server + life : 0;
    return STEP_ORDERS.get((STEP_ORDERS.indexOf(stepOrder) + further) % STEP_ORDERS.size());
  }

  /** All that was drawn, for a person. */
  public String describe() {
    String faults =
        rates.entrySet().stream()
            .map(rate -> "%s %.4f".formatted(rate.getKey().label(), rate.getValue()))
            .collect(Collectors.joining(", "));
    return String.join(
        System.lineSeparator(),
        "  " + deployment,
        "  " + workload,
        "  " + links,
        "  " + lanes,
        "  " + orphanRecovery,
        "  " + transactions,
        "  " + requests,
        "  steps %s%s".formatted(stepOrder, stepOrderChanges ? ", others elsewhere" : ""),
        "  " + traits(),
        "  calm after %d ms, stalls of at most %d ms, pauses of %d ms, servers down for %d ms"
            .formatted(calmAfterMillis, stallMillisMax, pauseMillisMax, downMillisMax),
        "  stores away for at most %d ms, decisions stand still for at most %d ms"
            .formatted(outageMillisMax, slowReadMillisMax),
        "  " + losses,
        "  " + peers,
        "  rates of faults: " + (faults.isEmpty() ? "none" : faults));
  }
}
