package tercet.testing.simulator.world;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.runtime.store.StoreGuarantees;
import tercet.testing.simulator.swarm.Deployment;

/** Which database holds which shard, and which servers serve it. */
final class ShardPlacement {
  private final List<SimulatedDisk> databases = new ArrayList<>();
  private final Map<ShardId, SimulatedDisk> databaseOf = new HashMap<>();
  private final Map<SimulatedDisk, List<ShardId>> shardsOf = new LinkedHashMap<>();
  private final Map<ShardId, List<Integer>> servers = new LinkedHashMap<>();
  private final List<List<ShardId>> first = new ArrayList<>();

  ShardPlacement(
      World world,
      Deployment deployment,
      Supplier<YoungCommits> young,
      Shards shards,
      SplittableRandom random,
      SimulatedDisk.Listener listener) {
    int count = deployment.servers();
    StoreGuarantees guarantees =
        new StoreGuarantees(true, deployment.sharedStore(), deployment.spansShards());
    for (int number = 0; number < deployment.storeCount(); number++) {
      SimulatedDisk database =
          new SimulatedDisk(
              world, "store" + number, guarantees, deployment.bytes(), young.get(), listener);
      databases.add(database);
      shardsOf.put(database, new ArrayList<>());
    }
    for (int server = 0; server < count; server++) {
      first.add(new ArrayList<>());
    }
    for (ShardId shard : shards.all()) {
      int home = home(deployment, shard, random);
      SimulatedDisk database =
          databases.get(
              switch (deployment.stores()) {
                case OWN -> home;
                case SHARED -> 0;
                case SHARED_BY_SERVICE -> shard.service().number();
              });
      databaseOf.put(shard, database);
      shardsOf.getOrDefault(database, List.of()).add(shard);
      List<Integer> serving = new ArrayList<>(List.of(home));
      for (int server = 0; server < count && deployment.sharedStore(); server++) {
        if (server != home && random.nextInt(3) == 0) {
          serving.add(server);
        }
      }
      serving.forEach(server -> first.get(server).add(shard));
      servers.put(shard, serving);
    }
  }

  private static int home(Deployment deployment, ShardId shard, SplittableRandom random) {
    int servers = deployment.servers();
    int services = Service.values().length;
    int service = shard.service().number();
    return switch (deployment.placement()) {
      case RANDOM -> random.nextInt(servers);
      case BY_SERVICE ->
          servers < services
              ? service % servers
              : service + services * random.nextInt((servers - service - 1) / services + 1);
    };
  }

  List<SimulatedDisk> databases() {
    return databases;
  }

  SimulatedDisk databaseOf(ShardId shard) {
    SimulatedDisk database = databaseOf.get(shard);
    if (database == null) {
      throw new IllegalArgumentException("there is no shard " + shard);
    }
    return database;
  }

  /** All shards that a database holds. */
  List<ShardId> shardsOf(SimulatedDisk database) {
    return shardsOf.getOrDefault(database, List.of());
  }

  /** The shards that a server serves at its first start. */
  List<ShardId> first(int server) {
    return first.get(server);
  }

  /** The servers of a shard, also dead ones that no other server has replaced. */
  List<Integer> servers(ShardId shard) {
    return servers.getOrDefault(shard, List.of());
  }

  /** The shards that a server serves. */
  List<ShardId> servedBy(int server) {
    List<ShardId> served = new ArrayList<>();
    servers.forEach((shard, serving) -> {
      if (serving.contains(server)) {
        served.add(shard);
      }
    });
    return served;
  }

  void add(ShardId shard, int server) {
    List<Integer> serving = servers(shard);
    if (!serving.contains(server)) {
      serving.add(server);
    }
  }

  void remove(ShardId shard, int server) {
    servers(shard).remove(Integer.valueOf(server));
  }
}
