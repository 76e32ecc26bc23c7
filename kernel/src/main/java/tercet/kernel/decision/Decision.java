package tercet.kernel.decision;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tercet.kernel.command.Answer;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.id.Key;

/**
 * The changes and messages of one decision. Nothing is sent before the changes are durable.
 *
 * @param changes to records of the shard that decided
 * @param messages to other shards; they may be lost, so the side that waits sends again
 * @param replies to clients
 * @param findings for the operator
 */
public record Decision(
    List<Change> changes, List<Message> messages, List<Reply> replies, List<Finding> findings) {
  /** Nothing changes, nothing is sent. */
  public static final Decision NOTHING = new Decision(List.of(), List.of(), List.of());

  /** A decision without findings. */
  public Decision(List<Change> changes, List<Message> messages, List<Reply> replies) {
    this(changes, messages, replies, List.of());
  }

  /** Nothing changes, nothing is sent, and an operator hears why. */
  public static Decision of(Finding finding) {
    return new Decision(List.of(), List.of(), List.of(), List.of(finding));
  }

  /**
   * The next state of a record.
   *
   * @param stored null to delete it
   */
  public record Change(Key key, @Nullable StoredRecord stored) {}

  /** An answer to the client or node that asked. */
  public record Reply(ReplyAddress to, Answer answer) {}

  /** Collects a decision. */
  public static final class Builder {
    private final List<Change> changes = new ArrayList<>(4);
    private final List<Message> messages = new ArrayList<>(4);
    private final List<Reply> replies = new ArrayList<>(1);

    private Builder() {}

    public Builder put(Key key, StoredRecord stored) {
      changes.add(new Change(key, stored));
      return this;
    }

    public Builder put(List<Change> more) {
      changes.addAll(more);
      return this;
    }

    public Builder delete(Key key) {
      changes.add(new Change(key, null));
      return this;
    }

    public Builder send(Message message) {
      messages.add(message);
      return this;
    }

    public Builder reply(ReplyAddress to, Answer answer) {
      replies.add(new Reply(to, answer));
      return this;
    }

    public Decision build() {
      return new Decision(changes, messages, replies);
    }
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Only an answer. */
  public static Decision reply(ReplyAddress to, Answer answer) {
    return new Decision(List.of(), List.of(), List.of(new Reply(to, answer)));
  }
}
