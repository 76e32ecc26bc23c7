package tercet.transport.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Reads the reason that a server gave when it closed a channel or a connection. */
final class Failures {
  /** In AMQP: there is no queue or exchange of that name. */
  static final int NOT_FOUND = 404;

  /** In AMQP: the queue or exchange of that name has another type. */
  static final int PRECONDITION_FAILED = 406;

  private Failures() {}

  /** The number of the reason, or 0 if the server has given none. */
  static int code(Throwable failure) {
    return switch (reason(failure)) {
      case AMQP.Channel.Close close -> close.getReplyCode();
      case AMQP.Connection.Close close -> close.getReplyCode();
      case null, default -> 0;
    };
  }

  /** The reason for a person, or what the failure itself says. */
  static String text(Throwable failure) {
    return switch (reason(failure)) {
      case AMQP.Channel.Close close -> close.getReplyText();
      case AMQP.Connection.Close close -> close.getReplyText();
      case null, default -> deepest(failure);
    };
  }

  /** For the messages that were under way: a sentence for the operator. */
  static IOException ended(ShutdownSignalException why) {
    return new IOException(
        "RabbitMQ has ended the %s: %s."
            .formatted(why.isHardError() ? "connection" : "channel", text(why)),
        why);
  }

  private static String deepest(Throwable failure) {
    Throwable last = failure;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    String unnamed =
        last instanceof TimeoutException ? "no answer in time" : last.getClass().getSimpleName();
    return Objects.requireNonNullElse(last.getMessage(), unnamed);
  }

  private static com.rabbitmq.client.@Nullable Method reason(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ShutdownSignalException signal) {
        return signal.getReason();
      }
    }
    return null;
  }
}
