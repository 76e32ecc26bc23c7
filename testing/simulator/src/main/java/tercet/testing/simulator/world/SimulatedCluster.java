package tercet.testing.simulator.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.Finding;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.runtime.transport.Transport;
import tercet.testing.simulator.swarm.Fault;
import tercet.testing.simulator.swarm.Swarm;

/** All servers: they serve shards, die, are started again, and take over from each other. */
public final class SimulatedCluster {
  private static final int ORPHAN_RECOVERY_MILLIS_MAX = 500;

  private final World world;
  private final Swarm swarm;
  private final Faults faults;
  private final Wiring wiring;
  private final Assembly assembly;
  private final Consumer<Server> onStart;
  private final SplittableRandom random;
  private final List<Server> servers = new ArrayList<>();
  private final ShardPlacement ownership;
  private final Reachability connections;
  private @Nullable Server gone;
  private @Nullable Server halted;

  /**
   * @param deciders makes the decider of a life of a server
   * @param onStart makes a gateway for each new life of a server
   */
  public SimulatedCluster(
      World world,
      Swarm swarm,
      Shards shards,
      Faults faults,
      Wiring wiring,
      Function<Server, DecisionTape> deciders,
      SimulatedDisk.Listener listener,
      SplittableRandom random,
      Consumer<Server> onStart) {
    this.world = world;
    this.swarm = swarm;
    this.faults = faults;
    this.wiring = wiring;
    this.onStart = onStart;
    this.random = random;
    this.ownership =
        new ShardPlacement(
            world,
            swarm.deployment(),
            () -> new YoungCommits(swarm.losses().millisMax(), wiring.unconfirmedMillis()),
            shards,
            random.split(),
            listener);
    this.assembly = new Assembly(world, swarm, faults, wiring, deciders, ownership);
    int count = swarm.deployment().servers();
    long skew = swarm.transactions().clockSkewMax().toMillis();
    for (int number = 0; number < count; number++) {
      int slowdown = number == 0 ? 1 : random.nextInt(1, swarm.deployment().slowdownMax() + 1);
      servers.add(
          new Server(
              world,
              number,
              new SimulatedClock(world, skew, random.split()),
              swarm.deployment().stepDelayMillisMax() * slowdown,
              random.split(),
              this::died));
    }
    this.connections =
        new Reachability(
            world,
            swarm,
            faults,
            wiring,
            ownership,
            servers,
            server -> server == gone,
            random.split());
  }

  public List<Server> servers() {
    return servers;
  }

  public List<SimulatedDisk> databases() {
    return ownership.databases();
  }

  /** How a server's gateway sends. */
  public Transport transport(Server server) {
    return wiring.transport(server.transport());
  }

  Wiring wiring() {
    return wiring;
  }

  Network network() {
    return connections.network();
  }

  List<ShardId> shardsOf(SimulatedDisk database) {
    return ownership.shardsOf(database);
  }

  /** The shards that fail over together: all of a database, or one that commits by itself. */
  List<ShardId> failing(SimulatedDisk database, SplittableRandom chance) {
    List<ShardId> shards = ownership.shardsOf(database);
    return shards.isEmpty() || database.guarantees().spansShards()
        ? shards
        : List.of(shards.get(chance.nextInt(shards.size())));
  }

  /** The database that holds a shard. */
  public SimulatedDisk databaseOf(ShardId shard) {
    return ownership.databaseOf(shard);
  }

  /** Starts all servers. */
  public void start() {
    servers.forEach(this::start);
    if (swarm.goneForGood()) {
      Server leaving = servers.get(random.nextInt(servers.size()));
      world.after(random.nextInt(swarm.calmAfterMillis()), () -> leave(leaving));
    }
  }

  /** Never to come back, unless it is the only one. */
  private void leave(Server leaving) {
    List<Server> others = servers.stream().filter(s -> s.isAlive() && s != leaving).toList();
    if (!others.isEmpty()) {
      gone = leaving;
      halt(leaving);
      leaveToOthers(leaving, others.get(random.nextInt(others.size())));
    }
  }

  private void start(Server server) {
    server.start(wiring, connections.connect(server));
    onStart.accept(server);
    List<ShardId> taken = new ArrayList<>();
    for (SimulatedDisk database : databases()) {
      for (ShardId shard : ownership.shardsOf(database)) {
        boolean shared = database.guarantees().shared();
        if (ownership.servers(shard).contains(server.number())
            || (shared && ownership.first(server.number()).contains(shard))) {
          taken.add(shard);
        }
      }
    }
    assembly.serve(server, taken);
  }

  /** Lets a server die now. */
  void crash(Server server) {
    server.die(server.life(), "dies");
  }

  /**
   * When all else is over: a server that serves one of two shards, but not a third one, dies until
   * it is started again.
   *
   * @return null if there is none
   */
  public @Nullable Server halt(ShardId one, ShardId other, ShardId without) {
    for (Server server : servers) {
      int number = server.number();
      boolean needed =
          ownership.servers(one).contains(number) || ownership.servers(other).contains(number);
      if (server.isAlive() && needed && !ownership.servers(without).contains(number)) {
        halt(server);
        return server;
      }
    }
    return null;
  }

  /** Starts a halted server. */
  public void resume(Server server) {
    halted = null;
    startAgain(server);
  }

  private void died(Server server) {
    if (server == halted) {
      return;
    }
    if (faults.areOver()) {
      throw new Violation(server.name() + " died although nothing goes wrong any more");
    }
    long down = faults.size(Fault.CRASH, swarm.downMillisMax());
    world.after(down, () -> startAgain(server));
    if (faults.strikes(Fault.ORPHAN_RECOVERY)) {
      int life = server.life();
      world.after(
          random.nextInt(ORPHAN_RECOVERY_MILLIS_MAX),
          () -> {
            if (!server.isAlive() && server.life() == life) {
              takeOver(server);
            }
          });
    }
  }

  private void startAgain(Server server) {
    if (!server.isAlive() && server != gone) {
      start(server);
    }
  }

  /** Another server, if one is alive, takes over the shards of one that is dead or suspected. */
  void takeOver(Server dead) {
    List<Server> others = servers.stream().filter(s -> s.isAlive() && s != dead).toList();
    if (others.isEmpty()) {
      return;
    }
    Server heir = others.get(random.nextInt(others.size()));
    List<ShardId> shards = new ArrayList<>();
    for (SimulatedDisk database : databases()) {
      for (ShardId shard : ownership.shardsOf(database)) {
        if (ownership.servers(shard).contains(dead.number())) {
          shards.add(shard);
          if (!dead.isAlive()) {
            ownership.remove(shard, dead.number());
          }
        }
      }
    }
    world.note(heir.name(), "takes over from " + dead.name() + ": " + shards);
    assembly.serve(heir, shards);
  }

  /** From now on all servers live and work. */
  public void heal() {
    faults.heal();
    network().heal();
    databases().forEach(SimulatedDisk::heal);
    for (Server server : servers) {
      server.heal();
      startAgain(server);
    }
  }

  private void halt(Server server) {
    halted = server;
    server.die(server.life(), "is halted");
  }

  /** Shards that it alone has served get another server; the rest is for orphan recovery. */
  private void leaveToOthers(Server leaving, Server heir) {
    world.note(leaving.name(), "never comes back");
    List<ShardId> orphans = new ArrayList<>();
    for (SimulatedDisk database : databases()) {
      for (ShardId shard : ownership.shardsOf(database)) {
        ownership.remove(shard, leaving.number());
        if (ownership.servers(shard).isEmpty()) {
          orphans.add(shard);
        }
      }
    }
    assembly.serve(heir, orphans);
  }

  /** Whether all open records stay in doubt for ever: docs/operate/quarantine.md says when. */
  public boolean isQuarantined() {
    List<Key> open = open();
    return !open.isEmpty() && assembly.quarantined().containsAll(open);
  }

  /** Whether all that is open are refunds that a balance has no room for. */
  public boolean waitsForRoom() {
    List<Key> open = open();
    return !open.isEmpty() && assembly.withoutRoom().containsAll(open);
  }

  /** Participants in doubt, as operators hear of them. */
  Set<Finding> doubts() {
    return assembly.doubts();
  }

  /** Counts of lost commits so far. */
  public LossCounts losses() {
    int unnoticed = databases().stream().mapToInt(database -> database.young().unnoticed()).sum();
    return assembly.losses(unnoticed);
  }

  /** Open records of all stores. */
  public List<Key> open() {
    return databases().stream().flatMap(database -> database.open().stream()).toList();
  }
}
