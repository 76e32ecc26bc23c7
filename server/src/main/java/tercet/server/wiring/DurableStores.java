package tercet.server.wiring;

import tercet.runtime.store.Store;
import tercet.server.config.StoreChoice;

/** Which stores a shop may use. */
final class DurableStores {
  private DurableStores() {}

  /**
   * Closes a store that may lose acknowledged commits: a shop would tell clients of payments that a
   * crash undoes.
   *
   * @param choice may say that this is known and wanted
   * @return the store, if it is none of these
   * @throws IllegalStateException if it is such a store; the message is for operators
   */
  static Store require(Store store, StoreChoice choice) {
    if (!choice.acceptsLossByCrash() && !store.guarantees().durable()) {
      store.close();
      throw new IllegalStateException(
          "The store does not promise that acknowledged commits survive a crash or power cut."
              + " Nothing was started. Choose --store rocksdb, postgres or redis.");
    }
    return store;
  }
}
