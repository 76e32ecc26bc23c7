package tercet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A transaction that is not quarantined is not settled. */
@Timeout(60)
final class SettleRefusalTest {
  private static final String[] ADA = {"Tercet-Operator: ada", "Tercet-Reason: orders are gone"};

  @TempDir private Path folder;
  private OperatedNode shop;
  private Wire wire;

  @BeforeEach
  void start() {
    shop = new OperatedNode(folder.resolve("audit.jsonl"));
    wire = new Wire(shop.admin.port());
  }

  @AfterEach
  void close() {
    wire.close();
    shop.close();
  }

  @Test
  void openTransactionIsLeftToItsProtocol() throws IOException {
    shop.undecided("t1", "1", Instant.now().plus(OperatedNode.DEADLINE));
    Wire.Response refused = wire.post("/transactions/t1/settle?outcome=paid", ADA);
    assertEquals(409, refused.status(), refused::body);
    assertEquals("cannot_settle", refused.code());
    assertTrue(refused.body().contains("No participant of transaction t1"), refused::body);
    String audited = Files.readString(folder.resolve("audit.jsonl"));
    assertTrue(audited.contains("settle as paid") && audited.contains("ada"), audited);
  }

  @Test
  void outcomeNameAndReasonAreNeeded() {
    Wire.Response none = wire.post("/transactions/t1/settle", ADA);
    assertEquals(400, none.status());
    assertTrue(none.body().contains("outcome=unpaid"), none::body);
    assertEquals(400, wire.post("/transactions/t1/settle?outcome=lost", ADA).status());
    assertEquals(400, wire.post("/transactions/t1/settle?outcome=paid").status());
    assertEquals("POST", wire.get("/transactions/t1/settle?outcome=paid").header("Allow"));
  }
}
