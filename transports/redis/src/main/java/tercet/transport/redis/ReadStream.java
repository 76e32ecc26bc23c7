package tercet.transport.redis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import tercet.kernel.id.ShardId;

/** A stream that this node reads, and its undecided messages. For one thread. */
final class ReadStream {
  private final ShardId shard;
  private final byte[] name;
  private final Deque<Undecided> undecided = new ArrayDeque<>();

  /** A message that was handed over. */
  private static final class Undecided {
    private final byte[] id;
    private final BooleanSupplier decided;

    Undecided(byte[] id, BooleanSupplier decided) {
      this.id = id;
      this.decided = decided;
    }
  }

  ReadStream(ShardId shard, byte[] name) {
    this.shard = shard;
    this.name = name;
  }

  ShardId shard() {
    return shard;
  }

  byte[] name() {
    return name;
  }

  /** A message was handed over. */
  void taken(byte[] id, BooleanSupplier decided) {
    undecided.add(new Undecided(id, decided));
  }

  /** Whether a message was handed over and is not decided yet. */
  boolean holds(byte[] id) {
    return undecided.stream().anyMatch(held -> Arrays.equals(held.id, id));
  }

  /** The messages at the beginning that are decided now; they are no longer held. */
  List<byte[]> decided() {
    List<byte[]> ids = new ArrayList<>();
    for (Undecided first = undecided.peek();
        first != null && first.decided.getAsBoolean();
        first = undecided.peek()) {
      ids.add(first.id);
      undecided.remove();
    }
    return ids;
  }
}
