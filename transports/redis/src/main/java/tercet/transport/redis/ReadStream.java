package tercet.transport.redis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import tercet.driver.redis.Replies;
import tercet.kernel.id.ShardId;

/** A stream that this node reads, and its undecided messages. For one thread. */
final class ReadStream {
  /**
   * With so many, nothing more is read: more would wait here while the store is away. Messages that
   * are not read grow too old in the stream, and are dropped.
   */
  private static final int UNDECIDED_MAX = 300;

  private final ShardId shard;
  private final byte[] name;
  private final Deque<Undecided> undecided = new ArrayDeque<>();

  /** Their ids, as Redis writes them. */
  private final Set<String> held = new HashSet<>();

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
    held.add(Replies.text(id));
  }

  /** Whether a message was handed over and is not decided yet. */
  boolean holds(byte[] id) {
    return held.contains(Replies.text(id));
  }

  /** Whether nothing more is to be read until some are decided. */
  boolean isFull() {
    return undecided.size() >= UNDECIDED_MAX;
  }

  /** The messages at the beginning that are decided now; they are no longer held. */
  List<byte[]> decided() {
    List<byte[]> ids = new ArrayList<>();
    for (Undecided first = undecided.peek();
        first != null && first.decided.getAsBoolean();
        first = undecided.peek()) {
      ids.add(first.id);
      undecided.remove();
      held.remove(Replies.text(first.id));
    }
    return ids;
  }
}
