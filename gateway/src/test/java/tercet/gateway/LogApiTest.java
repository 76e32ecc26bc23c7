package tercet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tercet.gateway.operate.LogLevel;

/** An operator changes how much a node logs while it runs. */
final class LogApiTest {
  private static final System.Logger LOG = System.getLogger("tercet.gateway.LogApiTest");
  private static final String[] ADA = {"Tercet-Operator: ada", "Tercet-Reason: slow%20checkouts"};

  @TempDir private Path folder;
  private OperatedNode shop;
  private Wire wire;

  @BeforeEach
  void start() {
    LogLevel.INFO.apply();
    shop = new OperatedNode(folder.resolve("audit.jsonl"));
    wire = new Wire(shop.admin.port());
  }

  @AfterEach
  void close() {
    wire.close();
    shop.close();
    LogLevel.INFO.apply();
  }

  private String level() {
    Wire.Response response = wire.get("/log");
    assertEquals(200, response.status(), response::body);
    return String.valueOf(response.json().get("level"));
  }

  @Test
  void levelCountsAtOnceAndTheAuditLogSaysWhoChangedIt() throws IOException {
    assertEquals("info", level());
    assertFalse(LOG.isLoggable(System.Logger.Level.DEBUG));
    assertEquals("debug", wire.post("/log?level=debug", ADA).json().get("level"));
    assertTrue(LOG.isLoggable(System.Logger.Level.DEBUG));
    assertEquals("error", wire.post("/log?level=error", ADA).json().get("level"));
    assertFalse(LOG.isLoggable(System.Logger.Level.WARNING));
    assertEquals("error", level());
    String audit = Files.readString(folder.resolve("audit.jsonl"));
    assertTrue(
        audit.contains("\"why\":\"slow checkouts\",\"what\":\"log\",\"result\":\"debug\""), audit);
  }

  @Test
  void whatIsNotUnderstoodChangesNothing() {
    for (String path : new String[] {"/log?level=loud", "/log", "/log?level=INFO&level=debug"}) {
      assertEquals("bad_query", wire.post(path, ADA).code(), path);
    }
    assertEquals("who_and_why", wire.post("/log?level=debug").code());
    assertEquals(405, wire.request("DELETE", "/log").status());
    assertEquals("info", level());
  }
}
