package tercet.server.wiring;

import tercet.runtime.store.Store;

/** Which stores a shop may use. */
final class DurableStores {
  private DurableStores() {}

  /**
   * Closes a store that may lose what it has acknowledged: a shop would tell clients of payments
   * that a crash undoes.
   *
   * @return the store, if it is none of these
   * @throws IllegalStateException if it is such a store; the message is for operators
   */
  static Store require(Store store) {
    if (!store.guarantees().durable()) {
      store.close();
      throw new IllegalStateException(
          "The store does not promise that what it acknowledges survives a crash or a power cut."
              + " Nothing was started. Choose --store rocksdb or --store postgres.");
    }
    return store;
  }
}
