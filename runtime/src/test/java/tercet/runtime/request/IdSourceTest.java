package tercet.runtime.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tercet.kernel.id.CommandId;
import tercet.runtime.Scene;

final class IdSourceTest {
  private static final Pattern SAFE_IN_A_PATH = Pattern.compile("[a-z0-9-]+");

  @Test
  void idsAreUniqueForAllThreads() {
    IdSource source = IdSource.random();
    Set<String> drawn = ConcurrentHashMap.newKeySet();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int thread = 0; thread < 10; thread++) {
        threads.execute(() -> {
          for (int number = 0; number < 1_000; number++) {
            drawn.add(source.get());
          }
        });
      }
    }
    assertEquals(10_000, drawn.size());
    assertTrue(drawn.stream().allMatch(id -> SAFE_IN_A_PATH.matcher(id).matches()));
  }

  @Test
  void twoSourcesDrawDifferentIds() {
    assertNotEquals(IdSource.random().get(), IdSource.random().get());
    assertEquals("a-0", new IdSource("a").get());
  }

  @Test
  void partsOfAnAskingHaveIdsOfTheirOwnAndLiveAsLong() {
    CommandContext asking = new CommandContext(new CommandId("c1", true), Scene.START);
    assertEquals(new CommandContext(new CommandId("c1.7", true), Scene.START), asking.part("7"));
  }
}
