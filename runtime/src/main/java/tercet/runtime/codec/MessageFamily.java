package tercet.runtime.codec;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import tercet.kernel.choreography.ChoreographyMessage;
import tercet.kernel.decision.Message;
import tercet.kernel.outcome.OutcomeMessage;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.tcc.TccMessage;
import tercet.kernel.twophase.TwoPhaseMessage;

/**
 * The messages of one protocol as bytes. Each type that {@link Message} permits has its line in
 * {@link #ALL}.
 *
 * @param number stands for the protocol in what is sent; never given to another one
 */
record MessageFamily<M extends Message>(
    int number, Class<M> type, BiConsumer<ByteWriter, M> write, Function<ByteReader, M> read) {

  /** All of them. */
  static final List<MessageFamily<?>> ALL =
      List.of(
          new MessageFamily<>(
              1, SagaMessage.class, SagaMessageCodec::write, SagaMessageCodec::read),
          new MessageFamily<>(2, TccMessage.class, TccMessageCodec::write, TccMessageCodec::read),
          new MessageFamily<>(
              3,
              ChoreographyMessage.class,
              ChoreographyMessageCodec::write,
              ChoreographyMessageCodec::read),
          new MessageFamily<>(
              4, TwoPhaseMessage.class, TwoPhaseMessageCodec::write, TwoPhaseMessageCodec::read),
          new MessageFamily<>(
              5, OutcomeMessage.class, OutcomeMessageCodec::write, OutcomeMessageCodec::read));

  private static final Tags<MessageFamily<?>> TAGS =
      new Tags<>("protocol", ALL, MessageFamily::number);

  static void writeMessage(ByteWriter writer, Message message) {
    for (MessageFamily<?> family : ALL) {
      if (family.writes(writer, message)) {
        return;
      }
    }
    throw new IllegalArgumentException("no bytes are defined for " + message.getClass());
  }

  private boolean writes(ByteWriter writer, Message message) {
    boolean mine = type.isInstance(message);
    if (mine) {
      writer.writeByte(number);
      write.accept(writer, type.cast(message));
    }
    return mine;
  }

  static Message readMessage(ByteReader reader) {
    return TAGS.read(reader).read.apply(reader);
  }
}
