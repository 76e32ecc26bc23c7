package tercet.kernel;

import tercet.kernel.command.Request;

/** What a shard is asked to decide on. It may arrive late, twice or not at all. */
public sealed interface Input permits Request, Message, Input.Wakeup {

  /** The shard that decides. */
  ShardId to();

  /** The time that an open record named has come. */
  record Wakeup(Key key) implements Input {
    @Override
    public ShardId to() {
      return key.shard();
    }
  }
}
