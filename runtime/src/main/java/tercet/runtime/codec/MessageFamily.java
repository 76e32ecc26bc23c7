package tercet.runtime.codec;

import java.util.function.Function;
import tercet.kernel.choreography.ChoreographyMessage;
import tercet.kernel.decision.Message;
import tercet.kernel.outcome.OutcomeMessage;
import tercet.kernel.refund.RefundMessage;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.tcc.TccMessage;
import tercet.kernel.twophase.TwoPhaseMessage;

/**
 * The messages of one protocol as bytes. The numbers are part of the format and are never given to
 * another protocol.
 */
enum MessageFamily {
  SAGA(1, SagaCodec::readMessage),
  TCC(2, TccCodec::readMessage),
  CHOREOGRAPHY(3, ChoreographyCodec::readMessage),
  TWO_PHASE(4, TwoPhaseCodec::readMessage),
  OUTCOME(5, OutcomeCodec::readMessage),
  REFUND(6, RefundCodec::readMessage);

  private static final Tags<MessageFamily> TAGS = new Tags<>("protocol", values(), f -> f.number);

  private final int number;
  private final Function<ByteReader, Message> read;

  MessageFamily(int number, Function<ByteReader, Message> read) {
    this.number = number;
    this.read = read;
  }

  static void writeMessage(ByteWriter writer, Message message) {
    switch (message) {
      case SagaMessage saga -> {
        writer.writeByte(SAGA.number);
        SagaCodec.write(writer, saga);
      }
      case TccMessage tcc -> {
        writer.writeByte(TCC.number);
        TccCodec.write(writer, tcc);
      }
      case ChoreographyMessage choreography -> {
        writer.writeByte(CHOREOGRAPHY.number);
        ChoreographyCodec.write(writer, choreography);
      }
      case TwoPhaseMessage twoPhase -> {
        writer.writeByte(TWO_PHASE.number);
        TwoPhaseCodec.write(writer, twoPhase);
      }
      case OutcomeMessage outcome -> {
        writer.writeByte(OUTCOME.number);
        OutcomeCodec.write(writer, outcome);
      }
      case RefundMessage refund -> {
        writer.writeByte(REFUND.number);
        RefundCodec.write(writer, refund);
      }
    }
  }

  static Message readMessage(ByteReader reader) {
    return TAGS.read(reader).read.apply(reader);
  }
}
