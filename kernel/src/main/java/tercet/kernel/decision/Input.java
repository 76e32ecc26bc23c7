package tercet.kernel.decision;

import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;

/**
 * One thing for a shard to decide: a request, a message or a timer. It may arrive late, twice or
 * not at all.
 */
public sealed interface Input permits Request, Message, Input.TimerFired {

  /** The shard that decides. */
  ShardId to();

  /**
   * The time that an open record named has come.
   *
   * @param ahead whether it is woken before that time, because what it waits for may come now; else
   *     the interpreter does not wake a record whose time has not come
   */
  record TimerFired(Key key, boolean ahead) implements Input {
    /** In time. */
    public TimerFired(Key key) {
      this(key, false);
    }

    @Override
    public ShardId to() {
      return key.shard();
    }
  }
}
