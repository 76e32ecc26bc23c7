package tercet.runtime.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;

final class OwnedShardsTest {
  private static final List<ShardId> SHARDS = new Shards(4).all();

  @Test
  void sameShardsAreServedAgain(@TempDir Path folder) throws IOException {
    OwnedShards.claim(folder, SHARDS);
    OwnedShards.claim(folder, SHARDS.reversed());
    assertEquals(List.of("shards"), names(folder));
  }

  @Test
  void nodeWithoutShardsHasNone(@TempDir Path folder) throws IOException {
    OwnedShards.claim(folder, List.of());
    OwnedShards.claim(folder, List.of());
    assertThrows(ClusterFileException.class, () -> OwnedShards.claim(folder, SHARDS));
  }

  @Test
  void otherShardsAreRefused(@TempDir Path folder) throws IOException {
    OwnedShards.claim(folder, SHARDS.subList(0, 5));
    List<ShardId> other = List.of(SHARDS.get(0), new ShardId(Service.PAYMENT, 7));
    String message =
        String.valueOf(
            assertThrows(ClusterFileException.class, () -> OwnedShards.claim(folder, other))
                .getMessage());
    assertTrue(message.contains("adds 1 shards"), message);
    assertTrue(message.contains("leaves out 4 shards"), message);
    OwnedShards.claim(folder, SHARDS.subList(0, 5));
  }

  @Test
  void draftOfACrashIsNoClaim(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("shards.draft"), "ORDER/3\nSTO");
    OwnedShards.claim(folder, SHARDS);
    OwnedShards.claim(folder, SHARDS);
    assertEquals(List.of("shards"), names(folder));
  }

  private static List<String> names(Path folder) throws IOException {
    try (var entries = Files.list(folder)) {
      return entries.map(entry -> String.valueOf(entry.getFileName())).sorted().toList();
    }
  }
}
