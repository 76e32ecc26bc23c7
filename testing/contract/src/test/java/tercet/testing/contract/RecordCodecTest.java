package tercet.testing.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.runtime.codec.AnswerCodec;
import tercet.runtime.codec.ByteReader;
import tercet.runtime.codec.ByteWriter;
import tercet.runtime.codec.KeyCodec;
import tercet.runtime.codec.MalformedBytesException;
import tercet.runtime.codec.RecordCodec;

/** The codec of the runtime, over the same random records as the contract of stores. */
final class RecordCodecTest {
  private static final Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private static final int seeds = 20_000;

  @Test
  void everyRecordIsReadAsItWasWritten() {
    ByteWriter writer = new ByteWriter(16);
    for (int seed = 0; seed < seeds; seed++) {
      StoredRecord stored = randomRecord(seed);
      writer.clear();
      RecordCodec.write(writer, stored);
      ByteReader reader = new ByteReader(writer.toBytes());
      assertEquals(stored, RecordCodec.read(reader), "seed " + seed);
      assertEquals(0, reader.remaining(), "seed " + seed);
    }
  }

  @Test
  void everyAnswerIsReadAsItWasWritten() {
    for (int seed = 0; seed < seeds; seed++) {
      ByteWriter writer = new ByteWriter(16);
      var answer = new RandomRecords(new Random(seed), now).answer();
      AnswerCodec.write(writer, answer);
      AnswerCodec.writeRest(writer, answer);
      ByteReader reader = new ByteReader(writer.toBytes());
      assertEquals(answer, AnswerCodec.readRest(reader, AnswerCodec.read(reader)), "seed " + seed);
      assertEquals(0, reader.remaining(), "seed " + seed);
    }
  }

  @Test
  void everyKeyIsReadAsItWasWritten() {
    for (int seed = 0; seed < seeds; seed++) {
      RandomRecords records = new RandomRecords(new Random(seed), now);
      Key key = records.key(records.kind(), records.shard(), 1_000);
      ByteWriter writer = new ByteWriter(16);
      KeyCodec.write(writer, key);
      assertEquals(key, KeyCodec.read(new ByteReader(writer.toBytes())), "seed " + seed);
    }
  }

  @Test
  void recordThatWasCutOffIsMalformedOrAWholeOneOfAnEarlierVersion() {
    int malformed = 0;
    for (int seed = 0; seed < 500; seed++) {
      byte[] bytes = bytes(randomRecord(seed));
      for (int length = 0; length < bytes.length; length++) {
        byte[] start = Arrays.copyOf(bytes, length);
        try {
          StoredRecord earlier = RecordCodec.read(new ByteReader(start));
          byte[] now = Arrays.copyOf(bytes(earlier), length);
          assertArrayEquals(start, now, "seed " + seed);
        } catch (MalformedBytesException expected) {
          malformed++;
        }
      }
    }
    assertTrue(malformed > 10_000, "malformed " + malformed);
  }

  @Test
  void damagedRecordIsMalformedOrAnotherOneButNeverAnythingElse() {
    Random random = new Random(1);
    for (int seed = 0; seed < seeds; seed++) {
      byte[] bytes = bytes(randomRecord(seed));
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        StoredRecord another = RecordCodec.read(new ByteReader(bytes));
        assertEquals(another, RecordCodec.read(new ByteReader(bytes(another))));
      } catch (MalformedBytesException expected) {
        // the exception that a reader may throw
      }
    }
  }

  private static byte[] bytes(StoredRecord stored) {
    ByteWriter writer = new ByteWriter(16);
    RecordCodec.write(writer, stored);
    return writer.toBytes();
  }

  private static StoredRecord randomRecord(int seed) {
    Random random = new Random(seed);
    RandomRecords records = new RandomRecords(random, now);
    Instant expiresAt = now.plusMillis(random.nextInt(1_000_000) - 500_000);
    return records.stored(records.kind(), expiresAt);
  }
}
