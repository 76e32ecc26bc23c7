package tercet.testing.simulator.world;

import tercet.runtime.node.OrphanRecovery;
import tercet.runtime.node.OrphanRecoverySettings;
import tercet.runtime.store.StoreFailedException;
import tercet.runtime.store.StoreUnavailableException;

/** Drives an orphan recovery by events, as a thread does in production. */
final class OrphanRecoveryDriver {
  private final Server server;
  private final int life;
  private final SimulatedDisk database;
  private final Faults faults;
  private final OrphanRecoverySettings settings;
  private final OrphanRecovery orphanRecovery;

  OrphanRecoveryDriver(
      Server server,
      SimulatedDisk database,
      Faults faults,
      OrphanRecoverySettings settings,
      OrphanRecovery orphanRecovery) {
    this.server = server;
    this.life = server.life();
    this.database = database;
    this.faults = faults;
    this.settings = settings;
    this.orphanRecovery = orphanRecovery;
  }

  void start() {
    server.after(settings.every().toMillis(), this::look);
  }

  /** Ends when nothing goes wrong any more and nothing is left: no world would come to rest. */
  private void look() {
    if (faults.areOver() && !database.isBusy()) {
      return;
    }
    try {
      orphanRecovery.look();
    } catch (StoreUnavailableException away) {
      // The next look finds the same.
    } catch (StoreFailedException failure) {
      server.die(life, "stops: " + failure.getMessage());
    } catch (Crash crash) {
      server.die(life, "dies " + crash.getMessage());
    }
    if (server.lives(life)) {
      start();
    }
  }
}
