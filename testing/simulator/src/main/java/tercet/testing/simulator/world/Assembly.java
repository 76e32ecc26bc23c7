package tercet.testing.simulator.world;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.Finding;
import tercet.kernel.decision.Input;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.kernel.order.Order;
import tercet.runtime.mailbox.Interpreter;
import tercet.runtime.mailbox.Lane;
import tercet.runtime.node.OrphanRecovery;
import tercet.runtime.node.OrphanRecoverySettings;
import tercet.runtime.observe.CorrelationId;
import tercet.runtime.store.Store;
import tercet.runtime.transport.Transport;
import tercet.testing.simulator.swarm.Swarm;

/**
 * Puts the production parts of a server's life together: lanes over stores, and orphan recovery.
 */
final class Assembly {
  private final World world;
  private final Swarm swarm;
  private final Faults faults;
  private final Wiring wiring;
  private final Function<Server, DecisionTape> deciders;
  private final ShardPlacement ownership;
  private final Set<Key> quarantined = new HashSet<>();
  private final Set<Key> withoutRoom = new HashSet<>();
  private final Set<Finding> doubts = new LinkedHashSet<>();
  private int noticedLosses;
  private int quarantinedForNow;

  /**
   * @param deciders makes the decider of a life of a server
   */
  Assembly(
      World world,
      Swarm swarm,
      Faults faults,
      Wiring wiring,
      Function<Server, DecisionTape> deciders,
      ShardPlacement ownership) {
    this.world = world;
    this.swarm = swarm;
    this.faults = faults;
    this.wiring = wiring;
    this.deciders = deciders;
    this.ownership = ownership;
  }

  /** Opens the shards' databases in this life of a server, and finishes what it finds there. */
  void serve(Server server, List<ShardId> shards) {
    int life = server.life();
    int laneCount = swarm.deployment().lanesPerServer();
    Map<SimulatedDisk, List<ShardId>> byDatabase = new LinkedHashMap<>();
    for (ShardId shard : shards) {
      ownership.add(shard, server.number());
      byDatabase
          .computeIfAbsent(ownership.databaseOf(shard), database -> new ArrayList<>())
          .add(shard);
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
      if (database.guarantees().shared() && server.lives(life) && wiring.recovers()) {
        recover(server, database, held);
      }
    });
  }

  /**
   * Looks, again and again, for records that no node works on, as every node of a shared store
   * does.
   */
  private void recover(Server server, SimulatedDisk database, List<ShardId> shards) {
    OrphanRecoverySettings settings = swarm.orphanRecovery();
    OrphanRecovery orphanRecovery =
        new OrphanRecovery(
            shards,
            store(server, database, deciders.apply(server)),
            server,
            server.transport()::reaches,
            server.clock(),
            settings,
            failure -> {});
    new OrphanRecoveryDriver(server, database, faults, settings, orphanRecovery).start();
  }

  private void serve(Server server, SimulatedDisk database, List<ShardId> shards) {
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
            new Findings(database));
    server.serve(shards, new LaneDriver(world, server, lane));
  }

  private Store store(Server server, SimulatedDisk database, DecisionTape decider) {
    int life = server.life();
    return new SimulatedStore(
        database,
        server.number(),
        world,
        faults,
        decider,
        () -> server.lives(life),
        swarm.stallMillisMax(),
        swarm.slowReadMillisMax(),
        database.open(server.name() + "." + life));
  }

  /** Records of participants whose question had no answer, as docs/operate/quarantine.md says. */
  Set<Key> quarantined() {
    return quarantined;
  }

  /** Refunds of the same that a balance has no room for. */
  Set<Key> withoutRoom() {
    return withoutRoom;
  }

  /** The same, as operators hear of it. */
  Set<Finding> doubts() {
    return doubts;
  }

  LossCounts losses(int unnoticed) {
    return new LossCounts(noticedLosses, unnoticed, quarantinedForNow);
  }

  private static boolean isRefundWithoutRoom(Finding finding) {
    return finding.reason() == Finding.Reason.NO_ROOM
        && finding.transaction().value().endsWith(Order.Cancelled.REFUND);
  }

  /** Hears of bugs, and of participants whose question has no answer. */
  private final class Findings implements Interpreter.BugHandler {
    private final SimulatedDisk database;

    Findings(SimulatedDisk database) {
      this.database = database;
    }

    @Override
    public void rolledBack(ShardId shard, long last, long now) {
      noticedLosses++;
      database.young().isNoticed();
      world.note(database.name(), "%s has lost commits: %d after %d".formatted(shard, now, last));
    }

    @Override
    public void undecidable(Input input, @Nullable CorrelationId subject, RuntimeException bug) {
      throw new Violation(CorrelationId.line(subject, "the kernel cannot decide " + input), bug);
    }

    @Override
    public void found(Finding finding) {
      if (isRefundWithoutRoom(finding)) {
        world.note(finding.participant().toString(), "has no room: " + finding);
        Key refund = Key.participation(finding.transaction(), finding.orderShard());
        quarantined.add(refund);
        withoutRoom.add(refund);
        return; // it goes on when there is room
      }
      if (swarm.losses().any()) {
        world.note(finding.participant().toString(), "is in doubt: " + finding);
        quarantinedForNow++; // for good only if it stays open
        if (finding.reason() == Finding.Reason.PAYMENT_FORGOTTEN) {
          quarantined.add(Key.participation(finding.transaction(), finding.participant()));
          // the order's record waits, too, if the participant's lost part cannot be done anew
          quarantined.add(Key.participation(finding.transaction(), finding.orderShard()));
        }
        return;
      }
      if (finding.reason() == Finding.Reason.ORDER_MISSING && wiring.losesOrders()) {
        staysInDoubt(finding);
        return;
      }
      switch (finding.reason()) {
        case ORDER_MISSING, RECORDS_OLDER, OUTCOME_FORGOTTEN, PART_FORGOTTEN, NO_ROOM ->
            throw new Violation(
                "in doubt for ever, though no store has lost anything: " + finding,
                finding.transaction().value());
        case PAYMENT_FORGOTTEN -> staysInDoubt(finding);
        case TAKEN_FOR_NOTHING -> {} // it ends
      }
    }

    private void staysInDoubt(Finding finding) {
      world.note(finding.participant().toString(), "stays in doubt: " + finding);
      quarantined.add(Key.participation(finding.transaction(), finding.participant()));
      doubts.add(finding);
    }
  }
}
