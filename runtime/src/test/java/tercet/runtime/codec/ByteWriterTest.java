package tercet.runtime.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;

final class ByteWriterTest {
  @Test
  void numbersOfEverySizeAreReadAsTheyWereWritten() {
    for (int bits = 0; bits < Long.SIZE; bits++) {
      for (long number : new long[] {1L << bits, (1L << bits) - 1, -(1L << bits)}) {
        ByteWriter writer = new ByteWriter(0);
        writer.writeVarint(number);
        writer.writeFixed(number);
        Instant moment = Instant.ofEpochMilli(number >> 1);
        writer.writeInstant(moment);
        ByteReader reader = new ByteReader(writer.toBytes());
        assertEquals(number, reader.readVarint());
        assertEquals(number, reader.readFixed());
        assertEquals(moment, reader.readInstant());
        assertEquals(0, reader.remaining());
      }
    }
  }

  @Test
  void sizedValueCanBeReadOrPassedOver() {
    for (int length : List.of(0, 1, 125, 126, 127, 128, 129, 16_380, 16_384, 3_000_000)) {
      String text = "x".repeat(length);
      ByteWriter writer = new ByteWriter(0);
      writer.writeByte(7);
      writer.writeSized(text, ByteWriter::writeString);
      writer.writeByte(8);
      ByteReader reading = new ByteReader(writer.toBytes());
      assertEquals(7, reading.readByte());
      int size = reading.readCount();
      int start = reading.position();
      assertEquals(text, reading.readString());
      assertEquals(size, reading.position() - start);
      assertEquals(8, reading.readByte());
      ByteReader passing = new ByteReader(writer.toBytes(), 1, writer.size());
      passing.skip(passing.readCount());
      assertEquals(8, passing.readByte());
      assertThrows(MalformedBytesException.class, () -> passing.skip(1));
    }
  }

  @Test
  void keyCanBePassedOver() {
    Key key = new Key(RecordKind.CLAIM, new ShardId(Service.ORDER, 1_000), "größe");
    ByteWriter writer = new ByteWriter(0);
    KeyCodec.write(writer, key);
    writer.writeByte(8);
    ByteReader reader = new ByteReader(writer.toBytes());
    assertEquals(RecordKind.CLAIM.number(), KeyCodec.peekKind(reader));
    KeyCodec.skip(reader);
    assertEquals(8, reader.readByte());
    assertThrows(MalformedBytesException.class, () -> KeyCodec.skip(reader));
  }
}
