package tercet.transport.rabbitmq;

import java.io.IOException;

/** RabbitMQ works, and refuses this node; the message says what to do. */
final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  RefusedException(String message, Throwable cause) {
    super(message, cause);
  }

  RefusedException(String message) {
    super(message);
  }
}
