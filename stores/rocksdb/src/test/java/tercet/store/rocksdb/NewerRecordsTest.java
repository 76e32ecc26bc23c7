package tercet.store.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tercet.kernel.command.Answer;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.dedupe.DedupeRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.runtime.codec.ByteReader;
import tercet.runtime.codec.ByteWriter;
import tercet.runtime.codec.KeyCodec;
import tercet.runtime.codec.RecordCodec;

/** A commit of a newer version, whose records have fields that this version does not know. */
final class NewerRecordsTest {
  private static final ShardId SHARD = new ShardId(Service.ORDER, 1);
  private static final StoredRecord RECORD =
      new DedupeRecord(new Answer.Created("7"), Instant.EPOCH);
  private static final Key FIRST = new Key(RecordKind.RECENT_ANSWER, SHARD, "a");
  private static final Key SECOND = new Key(RecordKind.RECENT_ANSWER, SHARD, "b");

  @Test
  void commitIsReadPastTheFieldsThatAreUnknownHere() {
    Map<Key, StoredRecord> read = new HashMap<>();
    CommitBytes.readInMemory(
        part(), (key, stored) -> read.put(key, Objects.requireNonNull(stored)));
    assertEquals(Map.of(FIRST, RECORD, SECOND, RECORD), read);
  }

  @Test
  void indexOfCommitsReadsThemToo() {
    CommitIndex index = new CommitIndex();
    index.add(1, part());
    for (Key key : new Key[] {FIRST, SECOND}) {
      ByteReader found = Objects.requireNonNull(index.find(KeyBytes.of(key)));
      assertEquals(RECORD, RecordCodec.read(found));
    }
  }

  private static byte[] part() {
    ByteWriter part = new ByteWriter(64);
    for (Key key : new Key[] {FIRST, SECOND}) {
      KeyCodec.write(part, key);
      part.writeSized(
          RECORD,
          (writer, record) -> {
            RecordCodec.write(writer, record);
            writer.writeString("a field of the next version");
          });
    }
    return part.toBytes();
  }
}
