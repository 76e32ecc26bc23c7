package tercet.runtime.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Input;

/** Delivers nothing: envelopes wait until the test takes them. Safe for any thread. */
public final class RecordingTransport implements Transport {
  private final List<Envelope> sent = new ArrayList<>();
  private final Consumer<Envelope> onSend;

  public RecordingTransport() {
    this(envelope -> {});
  }

  /**
   * @param onSend looks at every envelope in the moment in which it is sent
   */
  public RecordingTransport(Consumer<Envelope> onSend) {
    this.onSend = onSend;
  }

  @Override
  public void send(Envelope envelope) {
    onSend.accept(envelope);
    synchronized (sent) {
      sent.add(envelope);
    }
  }

  @Override
  public void start(Receiver receiver) {}

  @Override
  public void close() {}

  public List<Envelope> sent() {
    synchronized (sent) {
      return List.copyOf(sent);
    }
  }

  /** Takes the inputs to shards. */
  public List<Input> takeInputs() {
    synchronized (sent) {
      List<Input> inputs = new ArrayList<>();
      sent.removeIf(
          envelope -> envelope instanceof Envelope.ToShard message && inputs.add(message.input()));
      return inputs;
    }
  }

  /** Takes the answers to nodes. */
  public List<Decision.Reply> replies() {
    List<Decision.Reply> replies = new ArrayList<>();
    for (Envelope envelope : sent()) {
      if (envelope instanceof Envelope.ToNode reply) {
        replies.add(new Decision.Reply(reply.to(), reply.answer()));
      }
    }
    return replies;
  }
}
