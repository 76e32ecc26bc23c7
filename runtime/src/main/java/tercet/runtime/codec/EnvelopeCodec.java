package tercet.runtime.codec;

import tercet.kernel.command.ReplyAddress;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.Request;
import tercet.kernel.id.CommandId;
import tercet.runtime.transport.Envelope;

/** {@link Envelope} as bytes. */
public final class EnvelopeCodec {
  /** The types of content; the numbers are part of the format. */
  private enum Type {
    REQUEST(1),
    MESSAGE(2),
    ANSWER(3),
    QUESTION(4),
    REPORT(5);

    private static final Tags<Type> TAGS = new Tags<>("envelope", values(), t -> t.number);

    private final int number;

    Type(int number) {
      this.number = number;
    }
  }

  private EnvelopeCodec() {}

  /**
   * Writes an envelope.
   *
   * @throws IllegalArgumentException if a text in it is no text (see {@link
   *     ByteWriter#writeString}), or if it is a wakeup, which never leaves its node
   */
  public static void write(ByteWriter writer, Envelope envelope) {
    switch (envelope) {
      case Envelope.ToShard(Request request) -> {
        writer.writeByte(Type.REQUEST.number);
        write(writer, request);
      }
      case Envelope.ToShard(Message message) -> {
        writer.writeByte(Type.MESSAGE.number);
        MessageFamily.writeMessage(writer, message);
      }
      case Envelope.ToNode answer -> {
        writer.writeByte(Type.ANSWER.number);
        write(writer, answer.to());
        AnswerCodec.write(writer, answer.answer());
        AnswerCodec.writeRest(writer, answer.answer());
      }
      case Envelope.Question question -> {
        writer.writeByte(Type.QUESTION.number);
        writer.writeString(question.node());
        write(writer, question.replyTo());
        writer.writeString(question.text());
      }
      case Envelope.Report report -> {
        writer.writeByte(Type.REPORT.number);
        write(writer, report.to());
        writer.writeString(report.text());
      }
      case Envelope.ToShard(Input.TimerFired wakeup) ->
          throw new IllegalArgumentException("a wakeup does not travel: " + wakeup);
    }
  }

  private static void write(ByteWriter writer, Request request) {
    ShardCodec.write(writer, request.to());
    writer.writeString(request.id().value());
    writer.writeBoolean(request.id().keyed());
    CommandCodec.write(writer, request.command());
    write(writer, request.replyTo());
    writer.writeInstant(request.validUntil());
    writer.writeInstant(request.retainUntil());
  }

  private static void write(ByteWriter writer, ReplyAddress address) {
    writer.writeString(address.node());
    writer.writeVarint(address.number());
  }

  /**
   * Reads an envelope.
   *
   * @throws MalformedBytesException if it is none
   */
  public static Envelope read(ByteReader reader) {
    Type type = Type.TAGS.read(reader);
    try {
      return switch (type) {
        case REQUEST -> new Envelope.ToShard(readRequest(reader));
        case MESSAGE -> new Envelope.ToShard(MessageFamily.readMessage(reader));
        case ANSWER ->
            new Envelope.ToNode(
                readAddress(reader), AnswerCodec.readRest(reader, AnswerCodec.read(reader)));
        case QUESTION ->
            new Envelope.Question(reader.readString(), readAddress(reader), reader.readString());
        case REPORT -> new Envelope.Report(readAddress(reader), reader.readString());
      };
    } catch (IllegalArgumentException e) { // of a record that refuses such a value
      throw new MalformedBytesException("Malformed, or no " + type + ": " + e.getMessage(), e);
    }
  }

  private static Request readRequest(ByteReader reader) {
    return new Request(
        ShardCodec.read(reader),
        new CommandId(reader.readString(), reader.readBoolean()),
        CommandCodec.read(reader),
        readAddress(reader),
        reader.readInstant(),
        reader.readInstant());
  }

  private static ReplyAddress readAddress(ByteReader reader) {
    return new ReplyAddress(reader.readString(), reader.readVarint());
  }
}
