package tercet.testing.verifier.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import tercet.testing.verifier.bench.BenchRun;
import tercet.testing.verifier.bench.Interval;
import tercet.testing.verifier.bench.Latency;
import tercet.testing.verifier.bench.Outcome;

final class HtmlReportTest {
  private static final Latency FAST = new Latency(1, 2, 3, 4, 5);
  private static final Latency NONE =
      new Latency(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

  @Test
  void pageLoadsNothing() {
    String page = HtmlReport.of(List.of(run("one"), run("two")));
    assertFalse(Pattern.compile("(src|href)=|url\\(|@import|https?://").matcher(page).find());
  }

  @Test
  void plotsAreWellFormed() throws Exception {
    String page = HtmlReport.of(List.of(run("<b>\"nasty\" & 'name'</b>")));
    assertFalse(page.contains("<b>\"nasty"), "the name must not become markup");
    Matcher plots = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL).matcher(page);
    int count = 0;
    while (plots.find()) {
      Document plot =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(plots.group())));
      assertTrue(plot.getElementsByTagName("path").getLength() > 0);
      count++;
    }
    assertEquals(3, count);
  }

  @Test
  void secondsWithoutAnswersLeaveAGap() {
    String page = HtmlReport.of(List.of(run("one")));
    assertFalse(page.contains("NaN"));
    // p50 is drawn in two pieces, before and after the second that had no answers.
    Matcher p50 = Pattern.compile("class=\"line c2\" d=\"(M[^M]*)(M[^M]*)\"").matcher(page);
    assertTrue(p50.find());
  }

  @Test
  void faultsAreOnTheTimeline() {
    String page = HtmlReport.of(List.of(run("one")));
    assertTrue(page.contains("Timeline of faults"));
    assertEquals(
        2, Pattern.compile("<g class=\"mark\"><title>kill -9").matcher(page).results().count());
  }

  @Test
  void wrongBooksAreInTheFace() {
    String page = HtmlReport.of(List.of(run("one")));
    assertTrue(page.contains("WRONG"));
    assertTrue(page.contains("User 1 was charged twice."));
  }

  private static BenchRun run(String name) {
    return new BenchRun(
        name,
        Map.of("mix", "checkout"),
        3,
        Map.of("checkout", new Outcome(new TreeMap<>(Map.of("200", 90L, "503", 10L)), FAST)),
        FAST,
        Double.NaN,
        List.of(
            new Interval(0, 1, 50, 0, 0, FAST),
            new Interval(1, 1, 0, 0, 10, NONE),
            new Interval(2, 1, 40, 0, 0, FAST)),
        List.of(
            new BenchRun.Percentile(0, 0.5),
            new BenchRun.Percentile(50, 1),
            new BenchRun.Percentile(99.9, 4),
            new BenchRun.Percentile(100, 5)),
        List.of(new BenchRun.Event(1, 0.8, "kill -9 of the shop")),
        new BenchRun.BookCheck(true, List.of("User 1 was charged twice.")));
  }
}
