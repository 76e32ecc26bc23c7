package tercet.conformance;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import tercet.runtime.store.Store;

/** Long random histories against a model. */
public interface StoreHistories extends StoreUnderTest {
  @Test
  default void randomHistoryIsKeptAcrossReopening() {
    RandomHistory history =
        new RandomHistory(1, SHARDS.all(), 20, Duration.ofMinutes(30), this::now);
    for (int opened = 0; opened < 6; opened++) {
      try (Store store = open()) {
        history.checkAll(store);
        for (int i = 0; i < 1_000; i++) {
          history.step(store);
        }
        history.checkAll(store);
      }
    }
  }
}
