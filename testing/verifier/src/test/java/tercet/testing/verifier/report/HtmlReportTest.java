package tercet.testing.verifier.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tercet.testing.verifier.bench.BenchRun;
import tercet.testing.verifier.bench.EarlyAnswers;
import tercet.testing.verifier.bench.Interval;
import tercet.testing.verifier.bench.Latency;
import tercet.testing.verifier.bench.Outcome;
import tercet.testing.verifier.json.JsonFields;

final class HtmlReportTest {
  private static final Latency FAST = new Latency(1, 2, 3, 4, 5);
  private static final Latency NONE =
      new Latency(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
  private static final String NASTY = "<b>\"nasty\" & 'name'</b></script>";

  @Test
  void pageLoadsNothingAndForbidsIt() {
    String page = HtmlReport.of(List.of(run("one"), run("two")));
    String withoutItsOwnNames = page.replace("https://github.com/leeoniya/uPlot (v1.6.32)", "");
    assertFalse(
        Pattern.compile("(src|href)=|url\\(|@import|https?://").matcher(withoutItsOwnNames).find());
    assertTrue(page.contains("Content-Security-Policy\" content=\"default-src 'none';"));
  }

  /** The licence of a part of the page asks for it. */
  @Test
  void pageNamesTheAuthorOfItsLibrary() {
    String page = HtmlReport.of(List.of(run("one")));
    assertTrue(page.contains("Copyright (c) 2022 Leon Sorokin"));
    assertTrue(page.contains("The above copyright notice and this permission notice"));
  }

  @Test
  void chartsHaveTheirFiguresAsDataAndAsTables() throws IOException {
    String page = HtmlReport.of(List.of(run("one")));
    List<JsonFields> charts = charts(page);
    assertEquals(3, charts.size());
    assertEquals(
        List.of("LINEAR", "LOGARITHMIC", "NINES"),
        List.of(
            charts.get(0).text("scale"), charts.get(1).text("scale"), charts.get(2).text("scale")));
    JsonFields ok = charts.getFirst().objects("lines").getFirst();
    assertEquals(List.of("0.5", "1.5", "2.5"), ok.texts("x"));
    assertEquals(List.of("50.0", "0.0", "40.0"), ok.texts("y"));
    assertTrue(page.contains("<tr><th>2.5</th><td>40.0</td>"), page);
    assertTrue(page.contains("<tr><th>99.9</th><td>4.00</td>"), page);
  }

  @Test
  void namesDoNotBecomeMarkup() throws IOException {
    String page = HtmlReport.of(List.of(run(NASTY), run("two")));
    assertFalse(page.contains("<b>\"nasty"));
    assertEquals(
        NASTY,
        charts(page).getFirst().objects("lines").getFirst().text("name"),
        "read by a script");
  }

  @Test
  void secondsWithoutAnswersLeaveAGap() throws IOException {
    String page = HtmlReport.of(List.of(run("one")));
    JsonFields p50 = charts(page).get(1).objects("lines").getFirst();
    assertEquals(List.of("1.0", "null", "1.0"), p50.texts("y"));
    assertTrue(page.contains("<tr><th>1.5</th><td>–</td>"));
    assertFalse(page.replaceAll("(?s)<script>.*?</script>", "").contains("NaN"));
  }

  @Test
  void faultsAreOnTheTimeline() throws IOException {
    String page = HtmlReport.of(List.of(run("one")));
    assertTrue(page.contains("Timeline of faults"));
    List<JsonFields> charts = charts(page);
    for (JsonFields overTime : charts.subList(0, 2)) {
      JsonFields event = overTime.objects("events").getFirst();
      assertEquals("kill -9 of the shop", event.text("what"));
      assertEquals(1, event.number("at"));
      assertEquals(0.8, event.number("seconds"));
    }
    assertEquals(List.of(), charts.get(2).objects("events"));
  }

  @Test
  void eachNineIsAsWideAsTheOneBefore() {
    assertEquals(0, Chart.nines(0), 1e-9);
    assertEquals(1, Chart.nines(90), 1e-9);
    assertEquals(2, Chart.nines(99), 1e-9);
    assertEquals(3, Chart.nines(99.9), 1e-9);
  }

  @Test
  void tableOfALongRunIsShort() {
    List<Interval> series = new ArrayList<>();
    for (int second = 0; second < 1_000; second++) {
      series.add(new Interval(second, 1, 50, 0, 0, FAST));
    }
    String page = HtmlReport.of(List.of(run("one", series)));
    assertEquals(
        40, Pattern.compile("<tr><th>[\\d.]+</th><td>50.0</td>").matcher(page).results().count());
  }

  @Test
  void wrongBooksAreInTheFace() {
    String page = HtmlReport.of(List.of(run("one")));
    assertTrue(page.contains("WRONG"));
    assertTrue(page.contains("User 1 was charged twice."));
  }

  private static List<JsonFields> charts(String page) throws IOException {
    List<JsonFields> charts = new ArrayList<>();
    Matcher data =
        Pattern.compile("(?s)<script type=\"application/json\">(.*?)</script>").matcher(page);
    while (data.find()) {
      charts.add(JsonFields.read(data.group(1)));
    }
    return charts;
  }

  private static BenchRun run(String name) {
    return run(
        name,
        List.of(
            new Interval(0, 1, 50, 0, 0, FAST),
            new Interval(1, 1, 0, 0, 10, NONE),
            new Interval(2, 1, 40, 0, 0, FAST)));
  }

  private static BenchRun run(String name, List<Interval> series) {
    return new BenchRun(
        name,
        Map.of("mix", "checkout"),
        3,
        Map.of("checkout", new Outcome(new TreeMap<>(Map.of("200", 90L, "503", 10L)), FAST)),
        FAST,
        Double.NaN,
        series,
        List.of(
            new BenchRun.Percentile(0, 0.5),
            new BenchRun.Percentile(50, 1),
            new BenchRun.Percentile(99.9, 4),
            new BenchRun.Percentile(100, 5)),
        List.of(new BenchRun.Event(1, 0.8, "kill -9 of the shop")),
        EarlyAnswers.NONE,
        new BenchRun.BookCheck(true, List.of("User 1 was charged twice.")));
  }
}
