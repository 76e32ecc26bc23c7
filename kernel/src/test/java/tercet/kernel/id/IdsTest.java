package tercet.kernel.id;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tercet.kernel.command.Reason;

final class IdsTest {

  @Test
  void idIsNeverEmpty() {
    assertThrows(IllegalArgumentException.class, () -> new ItemId(""));
    assertThrows(IllegalArgumentException.class, () -> new UserId(""));
    assertThrows(IllegalArgumentException.class, () -> new OrderId(""));
    assertThrows(IllegalArgumentException.class, () -> new TransactionId(""));
  }

  @Test
  void balanceIdKnowsItsService() {
    assertEquals(Service.STOCK, new ItemId("1").service());
    assertEquals(Service.PAYMENT, new UserId("1").service());
  }

  @Test
  void numbersOfKindsAndServicesAreStoredAndNeverChange() {
    assertEquals(
        List.of(0, 1, 2, 3, 4, 5, 6, 7, 8),
        Stream.of(RecordKind.values()).map(RecordKind::number).toList());
    assertEquals(List.of(0, 1, 2), Stream.of(Service.values()).map(Service::number).toList());
    assertEquals(
        List.of(
            "ITEM",
            "ACCOUNT",
            "ORDER",
            "TRANSACTION",
            "PARTICIPATION",
            "ANSWER",
            "RECENT_ANSWER",
            "CLAIM",
            "RULING"),
        Stream.of(RecordKind.values()).map(RecordKind::name).toList());
  }

  @Test
  void generationsOfDifferentCommandsDiffer() {
    assertEquals(0xaf63dc4c8601ec8cL, new CommandId("a", false).generation());
    assertNotEquals(
        new CommandId("x-1", false).generation(), new CommandId("x-2", false).generation());
  }

  @Test
  void answersToKeyedCommandsAreKeptApart() {
    ShardId shard = new ShardId(Service.ORDER, 0);
    assertEquals(RecordKind.ANSWER, Key.answer(new CommandId("a", true), shard).kind());
    assertEquals(RecordKind.RECENT_ANSWER, Key.answer(new CommandId("a", false), shard).kind());
  }

  @Test
  void codesOfRefusalsAreStableWords() {
    assertEquals("out_of_stock", Reason.OUT_OF_STOCK.code());
    for (Reason refusal : Reason.values()) {
      assertEquals('.', refusal.sentence().charAt(refusal.sentence().length() - 1));
    }
  }
}
