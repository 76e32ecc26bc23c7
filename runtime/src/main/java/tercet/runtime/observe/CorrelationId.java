package tercet.runtime.observe;

import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.Request;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.CommandId;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.transaction.OpenTransaction;
import tercet.runtime.transport.Envelope;

/**
 * Names a client's command, and the transaction that it may have begun, which has the same id.
 * Every decision about either knows it, so no message needs a field for it.
 *
 * @param id of the command that a client's request was given, without the names of parts of it
 */
public record CorrelationId(String id) {
  /** Between a command's id and the name of a part; no id that is drawn has one. */
  private static final char PART = '.';

  /** The id of a command. */
  public static CorrelationId of(CommandId command) {
    String value = command.value();
    int part = value.indexOf(PART);
    return new CorrelationId(part < 0 ? value : value.substring(0, part));
  }

  /** The id of a message's transaction. */
  public static CorrelationId of(Message message) {
    return new CorrelationId(message.transaction().value());
  }

  /**
   * The id that an input belongs to.
   *
   * @param records of its shard: a wake-up of an order's transaction says only which order
   * @return null if that is over, or was never known
   */
  public static @Nullable CorrelationId of(Input input, RecordView records) {
    return switch (input) {
      case Request request -> of(request.id());
      case Message message -> of(message);
      case Input.TimerFired wakeup -> of(wakeup.key(), records);
    };
  }

  private static @Nullable CorrelationId of(Key key, RecordView records) {
    if (key.kind() == RecordKind.PARTICIPATION) {
      return new CorrelationId(key.id());
    }
    StoredRecord stored = records.get(key);
    return stored instanceof OpenTransaction open
        ? new CorrelationId(open.transaction().id().value())
        : null;
  }

  /** The id that an envelope belongs to; null for answers, which name only the node that asked. */
  public static @Nullable CorrelationId of(Envelope envelope) {
    return switch (envelope) {
      case Envelope.ToShard shard -> of(shard.input(), CorrelationId::nothing);
      case Envelope.ToNode _, Envelope.Question _, Envelope.Report _ -> null;
    };
  }

  private static @Nullable StoredRecord nothing(Key key) {
    return null;
  }

  /**
   * A line of the log that names what it is about: {@code [tx 3f2a] what happened}.
   *
   * @param subject null if it is about no transaction and no command
   */
  public static String line(@Nullable CorrelationId subject, String text) {
    return subject == null ? text : subject + " " + text;
  }

  @Override
  public String toString() {
    return "[tx " + id + "]";
  }
}
