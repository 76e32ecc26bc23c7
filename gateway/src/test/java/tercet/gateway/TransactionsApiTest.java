package tercet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tercet.gateway.contract.JsonTree;
import tercet.kernel.tcc.Tcc;
import tercet.testing.testbed.server.Await;

@Timeout(60)
final class TransactionsApiTest {
  private static final String[] ADA = {"Tercet-Operator: ada", "Tercet-Reason: payment is back"};

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

  private Map<String, Object> ok(Wire.Response response) {
    assertEquals(200, response.status(), response::body);
    return response.json();
  }

  private List<Map<?, ?>> listed(String query) {
    return objects(ok(wire.get("/transactions" + query)), "transactions");
  }

  private static List<Map<?, ?>> objects(Map<?, ?> object, String field) {
    List<Map<?, ?>> objects = new ArrayList<>();
    for (Object one : (List<?>) Objects.requireNonNull(object.get(field))) {
      objects.add((Map<?, ?>) one);
    }
    return objects;
  }

  private List<String> audited(String field) throws IOException {
    return Files.readAllLines(folder.resolve("audit.jsonl")).stream()
        .map(line -> String.valueOf(JsonTree.object(line).get(field)))
        .toList();
  }

  private static Instant in(long seconds) {
    return Instant.now().plusSeconds(seconds);
  }

  @Test
  void listNamesWhomATransactionWaitsForAndThatItCannotBeReached() {
    shop.undecided("t1", "o1", in(200));
    Map<?, ?> one = listed("").getFirst();
    assertEquals("t1", one.get("transaction_id"));
    assertEquals("tcc", one.get("protocol"));
    assertEquals("trying", one.get("state"));
    assertEquals("o1", one.get("order_id"));
    assertEquals("u-o1", one.get("user_id"));
    assertEquals(7L, one.get("charge"));
    assertEquals(List.of(List.of("i-o1", 2L)), one.get("items"));
    assertEquals(3L, one.get("attempts"));
    assertEquals(true, one.get("can_abort"));
    assertEquals("shop", one.get("node"));
    Map<?, ?> awaited = objects(one, "waits_for").getFirst();
    assertEquals(List.of("elsewhere"), awaited.get("nodes"));
    assertEquals(false, awaited.get("reachable"));
    String summary = String.valueOf(one.get("summary"));
    assertTrue(summary.contains("on elsewhere, which cannot be reached"), summary);
    long age = (Long) Objects.requireNonNull(one.get("age_ms"));
    assertTrue(age >= 100_000 && age < 110_000, () -> "age " + age);
  }

  @Test
  void nodesThatDoNotAnswerAreNamed() {
    Map<?, ?> silent = objects(ok(wire.get("/transactions")), "silent_nodes").getFirst();
    assertEquals("elsewhere", silent.get("node"));
    assertEquals("it cannot be reached", silent.get("why"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?order=o1",
        "?user=u-o1",
        "?item=i-o1",
        "?state=trying",
        "?protocol=tcc",
        "?waits-for=payment",
        "?waits-for=elsewhere",
        "?unreachable=true",
        "?older-than=90s",
        "?role=coordinator&limit=1"
      })
  void filterLeavesOutOthers(String query) {
    shop.undecided("t1", "o1", in(200));
    shop.committed("t2", "o2", in(250));
    shop.unreachable.remove(shop.key("o2").shard());
    boolean all = query.contains("waits-for") || query.contains("unreachable");
    assertEquals(all ? 2 : 1, listed(query).size(), query);
    assertEquals("t1", listed(query).getFirst().get("transaction_id"));
    assertEquals(List.of(), listed("?order=none"));
  }

  @Test
  void pagesHaveEachTransactionOnce() {
    for (int number = 0; number < 25; number++) {
      shop.undecided("t" + number, "o" + number, in(number % 3));
    }
    Set<Object> seen = new HashSet<>();
    Map<String, Object> page = ok(wire.get("/transactions?limit=10"));
    while (page.get("next") != null) {
      objects(page, "transactions").forEach(one -> seen.add(one.get("transaction_id")));
      page = ok(wire.get("/transactions?limit=10&after=" + page.get("next")));
    }
    objects(page, "transactions").forEach(one -> assertTrue(seen.add(one.get("transaction_id"))));
    assertEquals(25, seen.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?limit=0",
        "?limit=501",
        "?limit=x",
        "?limit=",
        "?nonsense=1",
        "?order=%zz",
        "?order=a&order=b",
        "?older-than=soon",
        "?role=boss",
        "?unreachable=maybe",
        "/ended?limit=-1",
        "/ended?shard=7"
      })
  void badQueryIsRefusedWithASentence(String query) {
    Wire.Response refused = wire.get("/transactions" + query);
    assertEquals(400, refused.status(), refused::body);
    assertEquals("bad_query", refused.code());
  }

  @Test
  void undecidedTransactionIsAbortedAndAudited() throws IOException {
    shop.undecided("t1", "o1", in(200));
    shop.node.start();
    Map<String, Object> reply = ok(wire.post("/transactions/t1/abort", ADA));
    assertEquals("aborted", reply.get("result"));
    assertTrue(shop.records.find(shop.key("o1")) instanceof Tcc.Cancelling);
    assertEquals("aborted_before", ok(wire.post("/transactions/t1/abort", ADA)).get("result"));
    Map<?, ?> shown = objects(ok(wire.get("/transactions/t1")), "records").getFirst();
    assertEquals(false, shown.get("can_abort"));
    assertEquals("deadline_exceeded", shown.get("last_refusal"));
    assertEquals(List.of("asked", "aborted", "asked", "aborted_before"), audited("result"));
    assertEquals(Set.of("ada"), Set.copyOf(audited("who")));
    assertEquals(Set.of("payment is back"), Set.copyOf(audited("why")));
  }

  @Test
  void committedTransactionIsNotAborted() throws IOException {
    shop.committed("t2", "o2", in(200));
    shop.node.start();
    Wire.Response refused = wire.post("/transactions/t2/abort", ADA);
    assertEquals(409, refused.status(), refused::body);
    assertEquals("cannot_abort", refused.code());
    assertTrue(refused.body().contains("The order is paid by it"), refused::body);
    assertEquals(List.of("asked", "paid"), audited("result"));
  }

  @Test
  void retryWakesAtOnce() throws IOException {
    shop.undecided("t1", "o1", in(200));
    shop.node.start();
    List<Map<?, ?>> woken = objects(ok(wire.post("/transactions/t1/retry", ADA)), "woken");
    assertEquals(1, woken.size());
    Await.until(
        "it has asked again",
        () -> shop.records.find(shop.key("o1")) instanceof Tcc.Trying asked && asked.sends() > 3);
    assertEquals(List.of("asked", "woken: 1 records"), audited("result"));
  }

  @Test
  void endedTransactionIsShownWithItsOutcome() {
    shop.undecided("t1", "o1", in(-1));
    shop.unreachable.clear(); // it is late, so it ends as soon as the node has started
    shop.node.start();
    Await.until("it has ended", () -> listed("").isEmpty());
    Map<?, ?> ended =
        objects(ok(wire.get("/transactions/ended?order=o1")), "transactions").getFirst();
    assertEquals("aborted", ended.get("state"));
    assertEquals("deadline_exceeded", ended.get("refusal"));
    Map<String, Object> shown = ok(wire.get("/transactions/t1"));
    assertEquals(1, objects(shown, "ended").size());
    assertEquals(0, objects(ok(wire.get("/transactions/ended?state=paid")), "transactions").size());
  }

  @Test
  void unknownTransactionIsSaidToBeUnknownAndSilentNodesAreNamed() {
    for (Wire.Response unknown :
        List.of(
            wire.get("/transactions/none"),
            wire.post("/transactions/none/retry", ADA),
            wire.post("/transactions/none/abort", ADA))) {
      assertEquals(404, unknown.status(), unknown::body);
      assertEquals("unknown_transaction", unknown.code());
      assertTrue(unknown.body().contains("elsewhere (it cannot be reached)"), unknown::body);
    }
  }

  @Test
  void actionWithoutNameOrReasonIsRefusedAndNothingHappens() throws IOException {
    shop.undecided("t1", "o1", in(200));
    shop.node.start();
    for (String[] headers :
        List.of(
            new String[] {},
            new String[] {"Tercet-Operator: ada"},
            new String[] {"Tercet-Reason: because"},
            new String[] {"Tercet-Operator: %20", "Tercet-Reason: because"},
            new String[] {"Tercet-Operator: " + "a".repeat(201), "Tercet-Reason: because"})) {
      Wire.Response refused = wire.post("/transactions/t1/abort", headers);
      assertEquals(400, refused.status(), refused::body);
      assertEquals("who_and_why", refused.code());
    }
    assertTrue(shop.records.find(shop.key("o1")) instanceof Tcc.Trying);
    assertEquals(List.of(), audited("who"));
  }

  @Test
  void pageOfAnotherSiteIsRefused() throws IOException {
    shop.undecided("t1", "o1", in(200));
    shop.node.start();
    String[] foreign = {ADA[0], ADA[1], "Origin: https://evil.example"};
    Wire.Response refused = wire.post("/transactions/t1/abort", foreign);
    assertEquals(403, refused.status(), refused::body);
    assertEquals(
        403, wire.request("GET", "/transactions", "Origin: https://evil.example").status());
    assertTrue(shop.records.find(shop.key("o1")) instanceof Tcc.Trying);
    assertEquals(List.of(), audited("who"));
  }

  @Test
  void nameCannotForgeALineOfTheAuditLog() throws IOException {
    shop.undecided("t1", "o1", in(200));
    shop.node.start();
    String[] forged = {"Tercet-Operator: a%0a%7b%22who%22%3a%22b%22%7d", "Tercet-Reason: %c3%bc+"};
    ok(wire.post("/transactions/t1/abort", forged));
    assertEquals(List.of("a\n{\"who\":\"b\"}", "a\n{\"who\":\"b\"}"), audited("who"));
    assertEquals("ü+", audited("why").getFirst());
  }

  @Test
  void unreadableRecordsAreListedWithTheReason() {
    Map<?, ?> record = objects(ok(wire.get("/quarantine")), "unreadable").getFirst();
    assertEquals("ORDER/1/ORDER/\"7\"\n", record.get("record"));
    assertEquals("It is damaged: tag 99", record.get("reason"));
    assertEquals("shop", record.get("node"));
  }

  @Test
  void methodsAndPathsAreChecked() {
    assertEquals("GET, HEAD", wire.post("/transactions", ADA).header("Allow"));
    assertEquals("POST", wire.get("/transactions/t1/abort").header("Allow"));
    assertEquals(405, wire.get("/transactions/t1/retry").status());
    assertEquals(404, wire.get("/transactions/").status());
    assertEquals(404, wire.post("/transactions/t1/forget", ADA).status());
    assertEquals(404, wire.get("/transactions/a/b/c").status());
    assertEquals(400, wire.get("/transactions/%ff%").status());
    assertFalse(wire.get("/health/live").body().isEmpty());
    assertNull(ok(wire.get("/transactions")).get("next"));
  }
}
