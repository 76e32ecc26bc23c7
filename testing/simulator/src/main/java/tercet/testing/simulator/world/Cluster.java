package tercet.testing.simulator.world;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tercet.kernel.Input;
import tercet.kernel.Key;
import tercet.kernel.ShardId;
import tercet.kernel.Shards;
import tercet.runtime.mailbox.Lane;
import tercet.runtime.node.Adoption;
import tercet.runtime.node.AdoptionSettings;
import tercet.runtime.observe.Subject;
import tercet.runtime.store.Store;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.Transport;
import tercet.testing.simulator.swarm.Fault;
import tercet.testing.simulator.swarm.Swarm;

/** All servers: they serve shards, die, are started again, and take over from each other. */
public final class Cluster {
  private static final int ADOPTION_MILLIS_MAX = 500;

  private final World world;
  private final Swarm swarm;
  private final Faults faults;
  private final Wiring wiring;
  private final Function<Server, DecisionTape> deciders;
  private final Consumer<Server> onStart;
  private final SplittableRandom random;
  private final List<Server> servers = new ArrayList<>();
  private final Ownership ownership;
  private final Network network;

  /**
   * @param deciders makes what decides in a life of a server
   * @param onStart makes a gateway for each new life of a server
   */
  public Cluster(
      World world,
      Swarm swarm,
      Shards shards,
      Faults faults,
      Wiring wiring,
      Function<Server, DecisionTape> deciders,
      Database.Listener listener,
      SplittableRandom random,
      Consumer<Server> onStart) {
    this.world = world;
    this.swarm = swarm;
    this.faults = faults;
    this.wiring = wiring;
    this.deciders = deciders;
    this.onStart = onStart;
    this.random = random;
    this.ownership = new Ownership(world, swarm.topology(), shards, random.split(), listener);
    int count = swarm.topology().servers();
    long skew = swarm.transactions().clockSkewMax().toMillis();
    for (int number = 0; number < count; number++) {
      int slowdown = number == 0 ? 1 : random.nextInt(1, swarm.topology().slowdownMax() + 1);
      servers.add(
          new Server(
              world,
              number,
              new SimulatedClock(world, skew, random.split()),
              swarm.topology().stepDelayMillisMax() * slowdown,
              random.split(),
              this::died));
    }
    this.network =
        new Network(
            world,
            faults,
            swarm.links(),
            count,
            random.split(),
            this::route,
            to -> servers.get(to).clock());
  }

  public List<Server> servers() {
    return servers;
  }

  public List<Database> databases() {
    return ownership.databases();
  }

  /** How a server's gateway sends. */
  public Transport transport(Server server) {
    return wiring.transport(server.transport());
  }

  Network network() {
    return network;
  }

  /** The database that holds a shard. */
  public Database databaseOf(ShardId shard) {
    return ownership.databaseOf(shard);
  }

  /** Starts all servers. */
  public void start() {
    servers.forEach(this::start);
  }

  private void start(Server server) {
    server.start(wiring, network.connect(server.number()));
    onStart.accept(server);
    List<ShardId> taken = new ArrayList<>();
    for (Database database : databases()) {
      for (ShardId shard : ownership.shardsOf(database)) {
        boolean shared = database.guarantees().shared();
        if (ownership.servers(shard).contains(server.number())
            || (shared && ownership.first(server.number()).contains(shard))) {
          taken.add(shard);
        }
      }
    }
    serve(server, taken);
  }

  /** Opens the shards' databases in this life of a server, and finishes what it finds there. */
  private void serve(Server server, List<ShardId> shards) {
    int life = server.life();
    int laneCount = swarm.topology().lanesPerServer();
    Map<Database, List<ShardId>> byDatabase = new LinkedHashMap<>();
    for (ShardId shard : shards) {
      ownership.add(shard, server.number());
      byDatabase.computeIfAbsent(databaseOf(shard), database -> new ArrayList<>()).add(shard);
    }
    byDatabase.forEach((database, held) -> {
      for (int number = 0; number < laneCount; number++) {
        int lane = number;
        List<ShardId> own =
            held.stream().filter(shard -> shard.index() % laneCount == lane).toList();
        if (!own.isEmpty() && server.lives(life)) {
          serve(server, database, own);
        }
      }
      if (database.guarantees().shared() && server.lives(life) && wiring.adopts()) {
        adopt(server, database, held);
      }
    });
  }

  /** Looks, again and again, for what nobody works on, as every node of a shared store does. */
  private void adopt(Server server, Database database, List<ShardId> shards) {
    AdoptionSettings settings = swarm.adoption();
    Adoption adoption =
        new Adoption(
            shards,
            store(server, database, deciders.apply(server)),
            server,
            server.transport()::reaches,
            server.clock(),
            settings,
            failure -> {});
    new AdoptionDriver(server, database, faults, settings, adoption).start();
  }

  private void serve(Server server, Database database, List<ShardId> shards) {
    DecisionTape decider = deciders.apply(server);
    Transport transport = wiring.transport(new MortalTransport(server.transport(), faults));
    Store store = wiring.store(store(server, database, decider), transport);
    Lane lane =
        new Lane(
            new LinkedHashSet<>(shards),
            decider,
            store,
            transport,
            server.clock(),
            swarm.lanes(server.number(), server.life()),
            Cluster::undecidable);
    server.serve(shards, new LaneDriver(world, server, lane));
  }

  private Store store(Server server, Database database, DecisionTape decider) {
    int life = server.life();
    return new SimulatedStore(
        database,
        world,
        faults,
        decider,
        () -> server.lives(life),
        swarm.stallMillisMax(),
        swarm.slowReadMillisMax(),
        database.open(server.name() + "." + life));
  }

  private static void undecidable(Input input, @Nullable Subject subject, RuntimeException bug) {
    throw new Violation(Subject.line(subject, "the kernel cannot decide " + input), bug);
  }

  private int route(Envelope envelope) {
    return switch (envelope) {
      case Envelope.ToNode answer -> {
        for (Server server : servers) {
          if (answer.to().node().startsWith(server.name())) {
            yield server.number();
          }
        }
        yield -1;
      }
      case Envelope.ToShard message -> {
        List<Integer> serving = ownership.servers(message.input().to());
        yield serving.isEmpty() ? -1 : serving.get(random.nextInt(serving.size()));
      }
    };
  }

  /** Lets a server die now. */
  void crash(Server server) {
    server.die(server.life(), "dies");
  }

  private void died(Server server) {
    if (faults.areOver()) {
      throw new Violation(server.name() + " died although nothing goes wrong any more");
    }
    long down = faults.size(Fault.CRASH, swarm.downMillisMax());
    world.after(down, () -> startAgain(server));
    if (faults.strikes(Fault.ADOPTION)) {
      int life = server.life();
      world.after(
          random.nextInt(ADOPTION_MILLIS_MAX),
          () -> {
            if (!server.isAlive() && server.life() == life) {
              takeOver(server);
            }
          });
    }
  }

  private void startAgain(Server server) {
    if (!server.isAlive()) {
      start(server);
    }
  }

  /** Another server, if one is alive, takes over what a dead one served, or is said to be dead. */
  void takeOver(Server dead) {
    List<Server> others = servers.stream().filter(s -> s.isAlive() && s != dead).toList();
    if (others.isEmpty()) {
      return;
    }
    Server heir = others.get(random.nextInt(others.size()));
    List<ShardId> shards = new ArrayList<>();
    for (Database database : databases()) {
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
    serve(heir, shards);
  }

  /** From now on all servers live and work. */
  public void heal() {
    faults.heal();
    network.heal();
    databases().forEach(Database::heal);
    for (Server server : servers) {
      server.heal();
      startAgain(server);
    }
  }

  /** Open records of all stores. */
  public List<Key> open() {
    return databases().stream().flatMap(database -> database.open().stream()).toList();
  }
}
