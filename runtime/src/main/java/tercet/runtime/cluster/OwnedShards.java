package tercet.runtime.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tercet.kernel.id.ShardId;

/**
 * Remembers in a node's data folder which shards it serves. A cluster file that was changed would
 * otherwise send requests to nodes that do not have the records, and answer them with "unknown".
 */
public final class OwnedShards {
  private static final String FILE = "shards";
  private static final String DRAFT = "shards.draft";

  private OwnedShards() {}

  /**
   * Notes the shards at the first start with a folder, and compares them at every later one.
   *
   * @param folder of a store of {@link Ownership#ONE_NODE}; it exists
   * @throws ClusterFileException if they differ, with a sentence that says what to do; nothing was
   *     changed
   * @throws IOException if the folder cannot be read or written
   */
  public static void claim(Path folder, Collection<ShardId> shards) throws IOException {
    Path file = folder.resolve(FILE);
    Set<String> served =
        shards.stream().map(ShardId::toString).collect(Collectors.toCollection(LinkedHashSet::new));
    if (Files.exists(file)) {
      compare(folder, Set.copyOf(Files.readAllLines(file)), served);
    } else {
      write(folder, served);
    }
  }

  private static void compare(Path folder, Set<String> held, Set<String> served)
      throws ClusterFileException {
    List<String> lacking = served.stream().filter(shard -> !held.contains(shard)).toList();
    List<String> foreign = held.stream().filter(shard -> !served.contains(shard)).toList();
    if (!lacking.isEmpty() || !foreign.isEmpty()) {
      throw new ClusterFileException(
          ("This start adds %d shards that have no records in %s, and leaves out %d shards that"
                  + " have. Where each node has a store of its own, shards do not move: go back to"
                  + " the cluster file that the data was made with (or to none), and to its nodes,"
                  + " names, roles and number of shards.")
              .formatted(lacking.size(), folder, foreign.size()));
    }
  }

  /** All or nothing, also if the power fails. */
  private static void write(Path folder, Set<String> served) throws IOException {
    Path draft = folder.resolve(DRAFT);
    byte[] text =
        served.stream()
            .map(shard -> shard + "\n")
            .collect(Collectors.joining())
            .getBytes(StandardCharsets.UTF_8);
    try (FileChannel channel =
        FileChannel.open(
            draft,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      for (ByteBuffer bytes = ByteBuffer.wrap(text); bytes.hasRemaining(); ) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(draft, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    }
  }
}
