package tercet.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import tercet.kernel.command.Answer;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.decision.Input;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.runtime.codec.ByteReader;
import tercet.runtime.codec.ByteWriter;
import tercet.runtime.codec.EnvelopeBatch;
import tercet.runtime.codec.MalformedBytesException;
import tercet.runtime.transport.Envelope;

final class EnvelopeCodecTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123Z");

  /** Frame version 1, no header fields. */
  private static final int START_BYTES = 2;

  @Test
  void samplesOfEverythingThatTravelsComeBackUnchanged() {
    List<Envelope> sent = new ArrayList<>();
    EnvelopeSamples.inputs().forEach(input -> sent.add(new Envelope.ToShard(input)));
    for (Answer answer : EnvelopeSamples.answers()) {
      sent.add(new Envelope.ToNode(new ReplyAddress("node/1", -1), answer));
    }
    assertEquals(sent, read(batch(sent)).envelopes);
  }

  @Test
  void randomEnvelopesComeBackUnchanged() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 500; round++) {
      List<Envelope> sent = random(random, random.nextInt(20));
      Found found = read(batch(sent));
      assertEquals(sent, found.envelopes);
      assertEquals(List.of(), found.malformed);
    }
  }

  /** Damage may go unnoticed, but is never anything else than an envelope or malformed. */
  @Test
  void damagedBatchIsMalformedOrAnotherOne() {
    SplittableRandom random = new SplittableRandom(2);
    int noticed = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = batch(random(random, 1 + random.nextInt(3)));
      for (int damage = random.nextInt(1, 4); damage > 0; damage--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      noticed += isSound(bytes) ? 0 : 1;
    }
    assertTrue(noticed > 1_000, "noticed " + noticed);
  }

  @Test
  void everyTruncatedBatchIsMalformed() {
    byte[] bytes = batch(random(new SplittableRandom(3), 1));
    for (int length = START_BYTES + 1; length < bytes.length; length++) {
      byte[] truncated = Arrays.copyOf(bytes, length);
      assertThrows(MalformedBytesException.class, () -> read(truncated));
    }
    assertThrows(MalformedBytesException.class, () -> read(new byte[0]));
    assertThrows(MalformedBytesException.class, () -> read(new byte[1]));
  }

  @Test
  void envelopeOfAnUnknownTypeDoesNotHarmTheOthers() {
    List<Envelope> sent = random(new SplittableRandom(4), 2);
    byte[] first = batch(sent.subList(0, 1));
    byte[] second = batch(sent.subList(1, 2));
    byte[] unknown = {1, (byte) 200}; // one byte, of a type that does not exist
    byte[] together = concatenated(first, unknown, rest(second));
    Found found = read(together);
    assertEquals(sent, found.envelopes);
    assertEquals(1, found.malformed.size());
  }

  @Test
  void fieldsOfANewerVersionAtTheEndOfAnEnvelopeArePassedOver() {
    for (Envelope envelope : random(new SplittableRandom(5), 200)) {
      EnvelopeBatch.Writer writer = new EnvelopeBatch.Writer();
      assertTrue(writer.add(envelope));
      byte[] bytes = longer(writer.toBytes(), (byte) 0x2a, (byte) 0xff, (byte) 0);
      Found found = read(concatenated(bytes, rest(batch(List.of(answer())))));
      assertEquals(List.of(envelope, answer()), found.envelopes);
      assertEquals(List.of(), found.malformed);
    }
  }

  /** The batch's only envelope with more bytes at its end. */
  private static byte[] longer(byte[] batch, byte... more) {
    ByteReader reader = new ByteReader(batch, START_BYTES, batch.length);
    int size = reader.readCount();
    ByteWriter longer = new ByteWriter(batch.length);
    longer.writeBytes(Arrays.copyOf(batch, START_BYTES));
    longer.writeVarint(size + more.length);
    longer.writeBytes(Arrays.copyOfRange(batch, reader.position(), batch.length));
    longer.writeBytes(more);
    return longer.toBytes();
  }

  private static byte[] rest(byte[] batch) {
    return Arrays.copyOfRange(batch, START_BYTES, batch.length);
  }

  @Test
  void unknownHeaderFieldsArePassedOver() {
    byte[] bytes = batch(List.of(answer()));
    byte[] fields = {1, 2, 7, 3, 'a', 'b', 'c', 9, 0};
    byte[] later = concatenated(fields, Arrays.copyOfRange(bytes, START_BYTES, bytes.length));
    assertEquals(List.of(answer()), read(later).envelopes);
  }

  @Test
  void otherFrameIsRefusedWithASentenceThatNamesBoth() {
    byte[] bytes = batch(List.of(answer()));
    bytes[0]++;
    String message =
        String.valueOf(assertThrows(MalformedBytesException.class, () -> read(bytes)).getMessage());
    assertTrue(message.contains("has frame version 2; this node reads frame version 1"), message);
  }

  @Test
  void batchThatIsTooLargeIsRefused() {
    byte[] bytes = new byte[EnvelopeBatch.BYTES_MAX + 1];
    bytes[0] = 1;
    String message =
        String.valueOf(assertThrows(MalformedBytesException.class, () -> read(bytes)).getMessage());
    assertTrue(message.contains("at most"), message);
  }

  @Test
  void fullBatchTakesNoMoreAndIsNotTooLarge() {
    EnvelopeBatch.Writer writer = new EnvelopeBatch.Writer();
    Envelope large =
        new Envelope.ToNode(new ReplyAddress("n", 1), new Answer.Created("x".repeat(1_000)));
    int count = 0;
    while (writer.add(large)) {
      count++;
    }
    assertEquals(count, writer.count());
    assertTrue(writer.toBytes().length <= EnvelopeBatch.BYTES_MAX);
    assertTrue(writer.toBytes().length > EnvelopeBatch.BYTES_MAX - 1_100);
    assertEquals(count, read(writer.toBytes()).envelopes.size());
  }

  @Test
  void envelopeWithoutBytesIsNotAdded() {
    EnvelopeBatch.Writer writer = new EnvelopeBatch.Writer();
    Envelope huge =
        new Envelope.ToNode(
            new ReplyAddress("n", 1), new Answer.Created("x".repeat(EnvelopeBatch.BYTES_MAX)));
    Envelope halfCharacter =
        new Envelope.ToNode(new ReplyAddress("n", 1), new Answer.Created("\ud800"));
    Key key = new Key(RecordKind.ITEM, TransportContract.SHARDS.all().getFirst(), "1");
    Envelope wakeup = new Envelope.ToShard(new Input.TimerFired(key));
    for (Envelope envelope : List.of(huge, halfCharacter, wakeup)) {
      assertThrows(IllegalArgumentException.class, () -> writer.add(envelope));
    }
    assertTrue(writer.add(answer()));
    assertEquals(List.of(answer()), read(writer.toBytes()).envelopes);
  }

  private static Envelope answer() {
    return new Envelope.ToNode(new ReplyAddress("n", 1), new Answer.Done());
  }

  private static List<Envelope> random(RandomGenerator random, int count) {
    RandomEnvelopes envelopes = new RandomEnvelopes(random, new RandomRecords(random, NOW));
    List<Envelope> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      made.add(envelopes.next());
    }
    return made;
  }

  private static byte[] batch(List<Envelope> envelopes) {
    EnvelopeBatch.Writer writer = new EnvelopeBatch.Writer();
    envelopes.forEach(envelope -> assertTrue(writer.add(envelope)));
    return writer.toBytes();
  }

  private static byte[] concatenated(byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  private static boolean isSound(byte[] bytes) {
    try {
      return read(bytes).malformed.isEmpty();
    } catch (MalformedBytesException expected) {
      return false;
    }
  }

  private static Found read(byte[] bytes) {
    Found found = new Found();
    EnvelopeBatch.read(bytes, found);
    return found;
  }

  private static final class Found implements EnvelopeBatch.Listener {
    private final List<Envelope> envelopes = new ArrayList<>();
    private final List<MalformedBytesException> malformed = new ArrayList<>();

    @Override
    public void envelope(Envelope envelope) {
      envelopes.add(envelope);
    }

    @Override
    public void malformed(MalformedBytesException why) {
      malformed.add(why);
    }
  }
}
