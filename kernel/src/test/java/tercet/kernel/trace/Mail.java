package tercet.kernel.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import tercet.kernel.decision.Message;
import tercet.kernel.id.ShardId;

/** Messages that are under way, in the order in which they were sent. */
final class Mail {
  private final List<Message> messages = new ArrayList<>();

  void add(Message message) {
    messages.add(message);
  }

  boolean isEmpty() {
    return messages.isEmpty();
  }

  Message takeFirst() {
    return messages.removeFirst();
  }

  /** To or from a participant. */
  Message find(Class<? extends Message> type, ShardId participant) {
    return find(type, message -> Routing.participant(message).equals(participant));
  }

  /** The messages of a participant. */
  Message find(Class<? extends Message> type, ShardId participant, ShardId to) {
    return find(
        type,
        message -> Routing.participant(message).equals(participant) && message.to().equals(to));
  }

  private Message find(Class<? extends Message> type, Predicate<Message> like) {
    for (Message message : messages) {
      if (type.isInstance(message) && like.test(message)) {
        return message;
      }
    }
    throw new AssertionError("no such " + type.getSimpleName() + " is under way");
  }

  Message take(Message message) {
    messages.remove(message);
    return message;
  }
}
