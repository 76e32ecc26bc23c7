package tercet.testing.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.testing.testbed.server.TimeBound;
import tercet.testing.verifier.bench.Interval;
import tercet.testing.verifier.fake.SeededBug;
import tercet.testing.verifier.json.JsonFields;

/** Whole runs against a shop in memory. */
@Tag("slow")
@Timeout(120)
final class ChaosRunTest {
  private static final ChaosSettings SETTINGS =
      new ChaosSettings(
          400,
          8,
          100,
          ChaosSettings.USUAL_MIX,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ofMinutes(1),
          Duration.ofSeconds(2),
          Duration.ZERO);

  private final List<String> progress = new ArrayList<>();

  @Test
  void shopThatComesBackWithEverythingIsRightAndItsAbsenceIsMeasured() throws Exception {
    ChaosResult result =
        run(SeededBug.NONE, true, "at 3s kill order for 1s\nafter 2s restart shop");
    String text = ChaosText.of(result);
    assertTrue(result.isRight(), text);
    assertEquals(2, result.faults().size());
    FaultFigures killed = result.faults().getFirst();
    assertEquals("kill shop", killed.strike().what());
    assertAbout(3, killed.strike().at(), 0.3, text);
    assertAbout(1, killed.withoutSuccess() - killed.noiseBefore(), 0.4, text);
    assertAbout(1, killed.firstSuccess(), 0.4, text);
    assertAbout(1, killed.fullRate(), 0.5, text);
    assertAbout(0, result.faults().getLast().withoutSuccess(), 0.6, text);
    assertEquals(
        List.of("kill shop", "restart shop"),
        result.run().events().stream().map(event -> event.what()).toList());
    long none =
        result.run().series().stream().mapToLong(Interval::ok).filter(ok -> ok == 0).count();
    assertTrue(none >= 1, "a piece of a second without sales is in the plot");
    assertTrue(progress.toString().contains("*** kill shop"), progress::toString);
    assertTrue(text.contains("RIGHT"), text);
  }

  /** Seconds; more on a machine that has no time. */
  private static void assertAbout(double expected, double seconds, double slack, String text) {
    double more = TimeBound.of(Duration.ofSeconds(1)).toMillis() / 1e3 * slack;
    assertTrue(
        seconds > expected - slack && seconds < expected + more, () -> seconds + ": " + text);
  }

  @Test
  void purchaseThatIsLostByAKillIsReported() throws Exception {
    ChaosResult result =
        run(SeededBug.FORGETS_LATEST_WHEN_KILLED, true, "at 1s kill shop for 200ms");
    assertFalse(result.isRight());
    assertEquals(List.of(), result.findings());
    String wrong = result.run().books().discrepancies().toString();
    assertTrue(wrong.contains("was acknowledged as paid (2xx), but"), wrong);
    String text = ChaosText.of(result);
    assertTrue(text.contains("Books: WRONG"), text);
    assertTrue(text.contains("WRONG. The same plan again: --seed 11"), text);
    assertTrue(ChaosReport.of(result).contains("WRONG"));
  }

  @Test
  void shopThatDoesNotComeBackIsReported() throws Exception {
    ChaosResult result =
        run(SeededBug.NONE, false, "at 1s kill shop for 200ms\nafter 1s kill shop");
    assertFalse(result.isRight());
    String findings = result.findings().toString();
    assertTrue(findings.contains("shop did not come back within 2 s"), findings);
    assertTrue(findings.contains("No checkout that was asked for after"), findings);
    assertTrue(findings.contains("The books cannot be compared"), findings);
    FaultFigures killed = result.faults().getFirst();
    assertEquals(1, result.faults().size());
    assertTrue(Double.isNaN(killed.firstSuccess()) && Double.isNaN(killed.fullRate()));
    assertTrue(ChaosText.of(result).contains("never"));
  }

  @Test
  void resultIsWrittenForPrograms() throws Exception {
    ChaosResult result = run(SeededBug.NONE, true, "at 1s kill shop for 200ms");
    JsonFields json = JsonFields.read(ChaosJson.of(result));
    assertEquals("tercet chaos", json.text("tool"));
    assertEquals(List.of("at 1s kill shop for 200ms"), json.texts("plan"));
    assertTrue(json.flag("right"));
    JsonFields fault = json.objects("faults").getFirst();
    assertEquals("kill", fault.text("action"));
    assertEquals(List.of("shop"), fault.texts("members"));
    assertEquals(
        result.faults().getFirst().withoutSuccess(), fault.number("without_success_s"), 1e-3);
    assertEquals(1, json.object("run").objects("events").size());
    String page = ChaosReport.of(result);
    assertTrue(page.contains("<h2>Faults</h2>"));
    assertTrue(page.contains("<figure class=\"chart whole\">"));
  }

  private ChaosResult run(SeededBug flaw, boolean comesBack, String plan) throws Exception {
    try (FakeCluster cluster = new FakeCluster(flaw, comesBack)) {
      return new ChaosRun("pretend", cluster, ChaosPlan.parse(plan), SETTINGS, 11)
          .run(progress::add);
    }
  }
}
