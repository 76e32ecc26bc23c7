package tercet.runtime.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static tercet.runtime.Scene.START;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tercet.kernel.balance.Account;
import tercet.kernel.command.Answer;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.dedupe.DedupeRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;

final class BatchViewTest {
  private static final ShardId SHARD = new ShardId(Service.PAYMENT, 0);
  private static final Key ANN = new Key(RecordKind.ACCOUNT, SHARD, "ann");
  private static final Key ANSWER = new Key(RecordKind.RECENT_ANSWER, SHARD, "c1");

  private final Map<Key, StoredRecord> records = new HashMap<>();
  private final BatchView workspace = new BatchView(records::get, START);

  @Test
  void readsWhatIsStored() {
    records.put(ANN, account(1));
    assertEquals(account(1), workspace.get(ANN));
    assertNull(workspace.get(ANSWER));
    assertEquals(Map.of(), workspace.changes());
  }

  @Test
  void readsWhatTheBatchHasChanged() {
    records.put(ANN, account(1));
    put(ANN, account(2));
    assertEquals(account(2), workspace.get(ANN));
    put(ANN, account(3));
    assertEquals(account(3), workspace.get(ANN));
    assertEquals(Map.of(ANN, account(3)), workspace.changes());
  }

  @Test
  void deletedRecordIsAbsentThoughItIsStored() {
    records.put(ANN, account(1));
    delete(ANN);
    assertNull(workspace.get(ANN));
    assertEquals(Collections.singletonMap(ANN, null), workspace.changes());
  }

  @Test
  void recordMadeAndDeletedLeavesNoChange() {
    put(ANN, account(1));
    delete(ANN);
    assertNull(workspace.get(ANN));
    assertEquals(Map.of(), workspace.changes());
  }

  @Test
  void storedRecordThatIsChangedAndDeletedIsDeleted() {
    records.put(ANN, account(1));
    put(ANN, account(2));
    delete(ANN);
    assertNull(workspace.get(ANN));
    assertEquals(Collections.singletonMap(ANN, null), workspace.changes());
  }

  @Test
  void recordThatIsDeletedAndMadeAgainIsChanged() {
    records.put(ANN, account(1));
    delete(ANN);
    put(ANN, account(5));
    assertEquals(account(5), workspace.get(ANN));
    assertEquals(Map.of(ANN, account(5)), workspace.changes());
  }

  @Test
  void expiredRecordReadsAsAbsentFromItsTimeOn() {
    records.put(ANSWER, answered(1));
    assertEquals(answered(1), workspace.get(ANSWER));
    records.put(ANSWER, answered(0));
    assertNull(workspace.get(ANSWER));
    records.put(ANSWER, answered(-1));
    assertNull(workspace.get(ANSWER));
  }

  @Test
  void recordThatIsExpiredWhenItIsMadeReadsAsAbsent() {
    put(ANSWER, answered(0));
    assertNull(workspace.get(ANSWER));
    put(ANSWER, answered(1));
    assertEquals(answered(1), workspace.get(ANSWER));
  }

  private void put(Key key, StoredRecord stored) {
    workspace.apply(Decision.builder().put(key, stored).build());
  }

  private void delete(Key key) {
    workspace.apply(Decision.builder().delete(key).build());
  }

  private static Account account(long amount) {
    return new Account(new Amount(amount), 1);
  }

  private static DedupeRecord answered(long expiresAfterMillis) {
    return new DedupeRecord(new Answer.Done(), START.plusMillis(expiresAfterMillis));
  }
}
