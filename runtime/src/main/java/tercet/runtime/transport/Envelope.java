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

  /**
   * An operator wants to know something of a node, or wants it to do something; see {@link
   * tercet.runtime.inspect.PeerInspections}.
   *
   * @param node that is asked, by its name in the cluster
   * @param replyTo the asking of a node, by the same kind of name
   */
  record Question(String node, ReplyAddress replyTo, String text) implements Envelope {}

  /** Back to the node that asked a {@link Question}. */
  record Report(ReplyAddress to, String text) implements Envelope {}
}
