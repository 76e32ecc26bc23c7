package tercet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tercet.gateway.operate.BackupWork;
import tercet.testing.testbed.server.Await;

@Timeout(60)
final class BackupApiTest {
  private static final String[] ADA = {"Tercet-Operator: ada", "Tercet-Reason: nightly"};

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

  private Map<String, Object> state() {
    Wire.Response response = wire.get("/backup");
    assertEquals(200, response.status(), response::body);
    return response.json();
  }

  private void awaitState(String state) {
    Await.until("state " + state, () -> state.equals(state().get("state")));
  }

  @Test
  void oneBackupRunsAtATimeAndItsResultIsTold() throws IOException {
    CountDownLatch copied = new CountDownLatch(1);
    shop.backup =
        () -> {
          await(copied);
          return new BackupWork.Made("/backups/shop/1", 9, 70_000, 5_000_000_000L);
        };
    assertEquals("none", state().get("state"));
    assertEquals("running", wire.post("/backup", ADA).json().get("state"));
    Wire.Response second = wire.post("/backup", ADA);
    assertEquals(409, second.status());
    assertEquals("backup_under_way", second.code());
    assertEquals("running", state().get("state"));
    copied.countDown();
    awaitState("done");
    assertEquals("/backups/shop/1", state().get("folder"));
    assertEquals("5000000000", String.valueOf(state().get("linked_bytes")));
    String audit = Files.readString(folder.resolve("audit.jsonl"));
    assertEquals(2, audit.lines().count(), audit);
    assertTrue(
        audit.contains("\"why\":\"nightly\",\"what\":\"backup\",\"result\":\"asked\""), audit);
    assertTrue(audit.contains("\"result\":\"/backups/shop/1\""), audit);
  }

  @Test
  void failureIsToldAndAnotherBackupCanBegin() {
    shop.backup =
        () -> {
          throw new IOException("The disk is full.");
        };
    assertEquals(200, wire.post("/backup", ADA).status());
    awaitState("failed");
    assertEquals("The disk is full.", state().get("detail"));
    shop.backup = () -> new BackupWork.Made("/backups/shop/2", 1, 1, 0);
    assertEquals(200, wire.post("/backup", ADA).status());
    awaitState("done");
  }

  @Test
  void backupNeedsANameAndAReason() {
    Wire.Response response = wire.post("/backup");
    assertEquals(400, response.status());
    assertEquals("who_and_why", response.code());
    assertEquals("none", state().get("state"));
    assertEquals(405, wire.request("DELETE", "/backup").status());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
