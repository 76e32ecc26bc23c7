package tercet.testing.simulator.world;

import tercet.runtime.node.Adoption;
import tercet.runtime.node.AdoptionSettings;
import tercet.runtime.store.StoreFailedException;
import tercet.runtime.store.StoreUnavailableException;

/** Drives an adoption by events, as a thread does in production. */
final class AdoptionDriver {
  private final Server server;
  private final int life;
  private final Database database;
  private final Faults faults;
  private final AdoptionSettings settings;
  private final Adoption adoption;

  AdoptionDriver(
      Server server,
      Database database,
      Faults faults,
      AdoptionSettings settings,
      Adoption adoption) {
    this.server = server;
    this.life = server.life();
    this.database = database;
    this.faults = faults;
    this.settings = settings;
    this.adoption = adoption;
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
      adoption.look();
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
