package tercet.testing.verifier.shop;

/**
 * A client's knowledge after one call.
 *
 * @param <T> the value of a success
 */
public sealed interface ClientReply<T> {
  /** It happened (2xx; the contract knows 200 only). */
  record Ok<T>(T value) implements ClientReply<T> {}

  /**
   * It did not happen and will not (4xx).
   *
   * @param status of HTTP
   * @param code the stable word for the reason; empty if the answer had none
   * @param detail a sentence for a person; empty if the answer had none
   */
  record Refused<T>(int status, String code, String detail) implements ClientReply<T> {}

  /**
   * It may have happened: no answer, or one that says neither yes nor no (5xx).
   *
   * @param reason for a person
   */
  record Unknown<T>(String reason) implements ClientReply<T> {}

  /**
   * The value of a call that must succeed, as in the preparation of a test.
   *
   * @throws UnexpectedReplyException if it did not
   */
  default T value() {
    return switch (this) {
      case Ok<T>(T value) -> value;
      case Refused<T> refused -> throw unexpected(refused);
      case Unknown<T> unknown -> throw unexpected(unknown);
    };
  }

  private static UnexpectedReplyException unexpected(ClientReply<?> reply) {
    return new UnexpectedReplyException("a call that must succeed got " + reply);
  }
}
