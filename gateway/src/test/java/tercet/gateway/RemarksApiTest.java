package tercet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The remarks of operators and tools, beside the figures of the shop. */
@Timeout(60)
final class RemarksApiTest {
  private static final int KEPT_MAX = 50;

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

  private static String[] says(String text) {
    return new String[] {"Tercet-Operator: chaos", "Tercet-Reason: " + text};
  }

  private static List<?> remarks(Map<?, ?> of) {
    return (List<?>) Objects.requireNonNull(of.get("remarks"));
  }

  @Test
  void remarkIsToldByTheOverviewToo() {
    Instant at = Instant.now().minusSeconds(60);
    assertEquals(200, wire.post("/remarks?at=" + at, says("kill%20stock-1")).status());
    assertEquals(200, wire.post("/remarks", says("%3Cb%3E")).status());
    List<?> told = remarks(wire.get("/remarks").json());
    assertEquals("kill stock-1", ((Map<?, ?>) told.getFirst()).get("text"));
    assertEquals("chaos", ((Map<?, ?>) told.getFirst()).get("who"));
    assertEquals("<b>", ((Map<?, ?>) told.getLast()).get("text"));
    List<?> nodes = (List<?>) Objects.requireNonNull(wire.get("/overview").json().get("nodes"));
    assertEquals(told, remarks((Map<?, ?>) nodes.getFirst()));
  }

  @Test
  void onlyTheLatestAreKept() {
    for (int i = 0; i < KEPT_MAX + 3; i++) {
      wire.post("/remarks", says("number-" + i));
    }
    List<?> told = remarks(wire.get("/remarks").json());
    assertEquals(KEPT_MAX, told.size());
    assertTrue(told.getFirst().toString().contains("number-3"), told::toString);
  }

  @Test
  void whatIsNotUnderstoodIsRefused() {
    for (String at : List.of("yesterday", "", "2020-01-01T00:00:00Z", "9999-01-01T00:00:00Z")) {
      assertEquals("bad_query", wire.post("/remarks?at=" + at, says("x")).code(), at);
    }
    assertEquals("bad_query", wire.post("/remarks?of=1", says("x")).code());
    assertEquals("who_and_why", wire.post("/remarks").code());
    assertEquals(405, wire.request("DELETE", "/remarks").status());
    assertEquals(List.of(), remarks(wire.get("/remarks").json()));
  }
}
