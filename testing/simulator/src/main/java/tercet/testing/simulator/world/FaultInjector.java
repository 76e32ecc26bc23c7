package tercet.testing.simulator.world;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import tercet.kernel.command.Command;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.command.RuledOutcome;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Request;
import tercet.kernel.id.CommandId;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.TransactionId;
import tercet.kernel.transaction.OpenTransaction;
import tercet.kernel.transaction.Transaction;
import tercet.testing.simulator.swarm.Fault;
import tercet.testing.simulator.swarm.Swarm;

/** Lets those faults happen that come by themselves. */
public final class FaultInjector {
  private static final int SWITCH_MILLIS_MAX = 3_000;

  private final World world;
  private final SimulatedCluster cluster;
  private final Swarm swarm;
  private final Faults faults;
  private final Wiring wiring;

  public FaultInjector(
      World world, SimulatedCluster cluster, Swarm swarm, Faults faults, Wiring wiring) {
    this.world = world;
    this.cluster = cluster;
    this.swarm = swarm;
    this.faults = faults;
    this.wiring = wiring;
  }

  /** Begins. */
  public void start() {
    repeat(Fault.CRASH, () -> cluster.crash(one(Fault.CRASH)));
    repeat(Fault.PAUSE, () -> one(Fault.PAUSE).pause(size(Fault.PAUSE, swarm.pauseMillisMax())));
    repeat(Fault.CLOCK_JUMP, this::jump);
    repeat(Fault.CLOCK_BEYOND_SKEW, this::jumpFar);
    if (swarm.rates().containsKey(Fault.EXPIRY)) {
      cluster.databases().forEach(database -> database.onWaking(() -> dropAtWaking(database)));
    }
    repeat(Fault.OPERATOR, this::intervene);
    repeat(Fault.EXPIRY, () -> cluster.databases().forEach(this::dropExpired));
    if (swarm.deployment().sharedStore()) {
      repeat(Fault.STORE_OUTAGE, this::outage);
      repeat(Fault.FAILOVER, this::failOver);
      repeat(Fault.RESTORED_BACKUP, this::restore);
    }
    if (cluster.servers().size() > 1) {
      repeat(Fault.ONE_WAY_PARTITION, () -> partition(Fault.ONE_WAY_PARTITION, false));
      repeat(Fault.TWO_WAY_PARTITION, () -> partition(Fault.TWO_WAY_PARTITION, true));
      if (swarm.deployment().sharedStore()) {
        repeat(Fault.FALSE_ALARM, () -> cluster.takeOver(one(Fault.FALSE_ALARM)));
      }
    }
  }

  private void repeat(Fault fault, Runnable mishap) {
    long gap = faults.gap(fault);
    if (gap < swarm.calmAfterMillis()) {
      world.after(
          gap,
          () -> {
            if (faults.comes(fault)) {
              mishap.run();
              repeat(fault, mishap);
            }
          });
    }
  }

  private Server one(Fault fault) {
    List<Server> servers = cluster.servers();
    return servers.get(faults.random(fault).nextInt(servers.size()));
  }

  private long size(Fault fault, long max) {
    return faults.size(fault, max);
  }

  private void jump() {
    Server server = one(Fault.CLOCK_JUMP);
    server.clock().jump(faults.random(Fault.CLOCK_JUMP));
    world.note(server.name(), "clock is wrong by " + server.clock().errorMillis() + " ms");
  }

  private void jumpFar() {
    Server server = one(Fault.CLOCK_BEYOND_SKEW);
    server.clock().jumpFar(faults.random(Fault.CLOCK_BEYOND_SKEW), Swarm.WRONG_CLOCK_MILLIS_MAX);
    world.note(server.name(), "clock is wrong by " + server.clock().errorMillis() + " ms");
  }

  /**
   * A store may go by the clock of any of the servers. It waits for no server: a decision that is
   * older than the horizon is made again.
   */
  private void dropExpired(SimulatedDisk database) {
    Instant now = one(Fault.EXPIRY).clock().instant();
    wiring.dropExpired(world, database, now, faults.random(Fault.EXPIRY));
  }

  /** Of a process that stood still, the thread that drops may be the first to go on. */
  private void dropAtWaking(SimulatedDisk database) {
    if (faults.comes(Fault.EXPIRY)) {
      dropExpired(database);
    }
  }

  /** On any server that serves the shard, as in production the one that is asked. */
  private void intervene() {
    SplittableRandom random = faults.random(Fault.OPERATOR);
    boolean aborts = random.nextBoolean();
    List<Key> open =
        cluster.open().stream()
            .filter(key -> !aborts || key.kind() == RecordKind.TRANSACTION)
            .toList();
    LaneDriver lane = null;
    Key key = open.isEmpty() ? null : open.get(random.nextInt(open.size()));
    for (Server server : cluster.servers()) {
      if (key != null && server.isAlive() && server.laneOf(key.shard()) != null) {
        lane = server.laneOf(key.shard());
      }
    }
    if (key == null || lane == null) {
      return;
    }
    if (aborts
        && cluster.databaseOf(key.shard()).open(key.shard()).get(key)
            instanceof OpenTransaction transaction) {
      TransactionId id = transaction.transaction().id();
      world.note("operator", "aborts " + id.value());
      ask(lane, key, "abort", new Command.Abort(transaction.transaction().order(), id));
      if (!swarm.losses().any()) {
        settleInVain(lane, key, transaction.transaction(), random);
      }
    } else {
      world.note("operator", "wakes " + key);
      lane.offer(new Input.TimerFired(key, true));
    }
  }

  private static void ask(LaneDriver lane, Key about, String name, Command command) {
    lane.offer(
        new Request(
            about.shard(),
            new CommandId(name, false),
            command,
            new ReplyAddress("operator", 0),
            Instant.MAX,
            Instant.MAX));
  }

  /** It is open, or its order can tell the outcome. */
  private static void settleInVain(
      LaneDriver lane, Key key, Transaction transaction, SplittableRandom random) {
    RuledOutcome[] all = RuledOutcome.values();
    Command.Settle wrong =
        new Command.Settle(
            transaction.order(),
            transaction.id(),
            transaction.generation(),
            transaction.incarnation(),
            all[random.nextInt(all.length)]);
    ask(lane, key, "settle", wrong);
  }

  private void outage() {
    List<SimulatedDisk> databases = cluster.databases();
    int which = faults.random(Fault.STORE_OUTAGE).nextInt(databases.size());
    databases.get(which).goAway(size(Fault.STORE_OUTAGE, swarm.outageMillisMax()));
  }

  private SimulatedDisk database(Fault fault) {
    List<SimulatedDisk> databases = cluster.databases();
    return databases.get(faults.random(fault).nextInt(databases.size()));
  }

  private void failOver() {
    SplittableRandom random = faults.random(Fault.FAILOVER);
    SimulatedDisk database = database(Fault.FAILOVER);
    int lossMillisMax = swarm.losses().millisMax();
    Wiring wiring = cluster.wiring();
    long loss =
        lossMillisMax == 0 ? wiring.unconfirmedMillis() : size(Fault.FAILOVER, lossMillisMax);
    boolean answers = lossMillisMax > 0 || wiring.unconfirmedReads();
    Set<Integer> nodes = new HashSet<>();
    for (Server server : cluster.servers()) {
      if (random.nextBoolean()) {
        nodes.add(server.number());
      }
    }
    // A commit is lost for a node when the deposed server, which has it, answers the node no more.
    long left = Math.max(1, lossMillisMax - loss);
    long millis = size(Fault.FAILOVER, lossMillisMax == 0 ? SWITCH_MILLIS_MAX : left);
    database.failOver(cluster.failing(database, random), loss, answers, nodes, millis);
  }

  private void restore() {
    SimulatedDisk database = database(Fault.RESTORED_BACKUP);
    cluster.servers().forEach(cluster::crash);
    world.note(database.name(), "a backup is put back");
    long since = world.now() - size(Fault.RESTORED_BACKUP, swarm.losses().millisMax());
    database.restore(cluster.shardsOf(database), since);
  }

  private void partition(Fault fault, boolean bothWays) {
    SplittableRandom random = faults.random(fault);
    int servers = cluster.servers().size();
    int group = random.nextInt(1, 1 << servers);
    long millis = size(fault, swarm.links().outageMillisMax());
    for (int from = 0; from < servers; from++) {
      for (int to = 0; to < servers; to++) {
        boolean leaves = (group >> from & 1) == 1 && (group >> to & 1) == 0;
        boolean enters = (group >> from & 1) == 0 && (group >> to & 1) == 1;
        if (leaves || (bothWays && enters)) {
          cluster.network().cut(from, to, millis);
        }
      }
    }
    world.note("network", "cut for %d ms, group %s".formatted(millis, Integer.toString(group, 2)));
  }
}
