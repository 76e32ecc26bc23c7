package tercet.runtime.transport;

import tercet.kernel.command.Answer;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.decision.Input;

/** One thing under way. */
public sealed interface Envelope {
  /** To the node that serves the shard {@link Input#to}. */
  record ToShard(Input input) implements Envelope {}

  /** Back to the node that asked. */
  record ToNode(ReplyAddress to, Answer answer) implements Envelope {}
}
