package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tercet.kernel.Protocol;
import tercet.testing.testbed.server.Shell;
import tercet.testing.verifier.model.Anomaly;
import tercet.testing.verifier.verify.Verdict;
import tercet.testing.verifier.verify.VerdictText;
import tercet.testing.verifier.verify.Verification;

/** The commands that judge a shop, as programs, against the shop as a program. */
@Tag("slow")
@Timeout(180)
final class JudgeTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** A reservation of nothing shows only where others buy the pieces before the order does. */
  private static final int ROUNDS_MAX = 8;

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @EnumSource
  void tercetIsRightAtOnceAndTheStatusSaysSo(Protocol protocol) throws Exception {
    String choice = "--protocol=" + protocol;
    try (ShopProcess shop = ShopProcess.start(folder.resolve("data"), choice)) {
      Path json = folder.resolve("verdict.json");
      Shell.Result ended =
          tercet("verify", "--url=" + shop.uri(), "--extended", "--orders=1000", "--json=" + json);
      assertEquals(0, ended.status(), ended.output());
      assertTrue(ended.output().contains("RIGHT"), ended.output());
      assertTrue(Files.readString(json).contains("\"right\" : true"));
    }
  }

  @Test
  void shopThatLiesIsWrongAndTheStatusSaysSo() throws Exception {
    try (ShopProcess shop = ShopProcess.start(folder.resolve("data"));
        LyingProxy proxy = new LyingProxy(shop.uri(), LyingProxy.Lie.SAYS_500_FOR_CHECKOUT)) {
      Shell.Result ended =
          tercet("verify", "--url=" + proxy.uri(), "--buyers=100", "--orders=200", "--seed=5");
      assertEquals(1, ended.status(), ended.output());
      assertTrue(ended.output().contains("error-for-purchase"), ended.output());
      assertTrue(ended.output().contains("error-for-refusal"), ended.output());
      assertTrue(ended.output().contains("WRONG"), ended.output());
    }
  }

  @Test
  void eachLieAboutAddedRoutesIsFoundAsWhatItIs() throws Exception {
    Map<LyingProxy.Lie, Anomaly> lies =
        Map.of(
            LyingProxy.Lie.FORGETS_LIMIT, Anomaly.PAID_ABOVE_LIMIT,
            LyingProxy.Lie.CANCELS_PIECES_TWICE, Anomaly.ORDER_CHANGED,
            LyingProxy.Lie.CANCELS_NOTHING, Anomaly.CANCELLED_BUT_PAID,
            LyingProxy.Lie.INVENTS_REFUNDS, Anomaly.REFUND_CHANGED,
            LyingProxy.Lie.REMOVES_NOTHING, Anomaly.ORDER_CHANGED,
            LyingProxy.Lie.RESERVES_NOTHING, Anomaly.RESERVED_BUT_REFUSED,
            LyingProxy.Lie.FORGETS_PAID, Anomaly.STATUS_WRONG);
    try (ShopProcess shop = ShopProcess.start(folder.resolve("data"))) {
      for (Map.Entry<LyingProxy.Lie, Anomaly> lie : lies.entrySet()) {
        try (LyingProxy proxy = new LyingProxy(shop.uri(), lie.getKey())) {
          Verdict verdict = judged(proxy, 1);
          for (int round = 2; round <= ROUNDS_MAX && !names(verdict, lie.getValue()); round++) {
            verdict = judged(proxy, round);
          }
          String text = lie.getKey() + ": " + VerdictText.of(verdict);
          assertTrue(names(verdict, lie.getValue()), text);
          assertTrue(verdict.contests().getFirst().isWon(), text);
        }
      }
    }
  }

  private static Verdict judged(LyingProxy proxy, int seed) throws Exception {
    return new Verification(proxy.uri(), Duration.ZERO, LIMIT, 1, 20, 200, 32, true, seed)
        .run(_ -> {});
  }

  private static boolean names(Verdict verdict, Anomaly fault) {
    return verdict.contests().getLast().discrepancies().stream()
        .anyMatch(one -> one.fault() == fault);
  }

  @Test
  void everyOrderOfStepsIsRightAtOnce() throws Exception {
    for (String steps : List.of("payment_first", "stock_first")) {
      Path data = folder.resolve(steps);
      try (ShopProcess shop = ShopProcess.start(data, "--saga-steps", steps, "--lanes", "2")) {
        Shell.Result ended = tercet("verify", "--url", shop.uri().toString());
        assertEquals(0, ended.status(), steps + "\n" + ended.output());
      }
    }
  }

  @Test
  void everyCallOfTheContractIsMeasuredAndTheBooksAgree() throws Exception {
    try (ShopProcess shop = ShopProcess.start(folder.resolve("data"), "--noop-route")) {
      Path page = folder.resolve("report.html");
      Shell.Result ended =
          tercet(
              "bench",
              "--url=" + shop.uri(),
              "--duration=2s",
              "--warm-up=1s",
              "--records=2000",
              "--skew=zipf:0.99",
              "--rate=500",
              "--mix=checkout=4,repeat,find-order,find-item,find-user,add-stock,subtract-stock,"
                  + "add-funds,pay,create-order,create-item,create-user,noop",
              "--pid=" + shop.pid(),
              "--report=" + page);
      assertEquals(0, ended.status(), ended.output());
      assertTrue(ended.output().contains("Books: right"), ended.output());
      assertTrue(ended.output().contains("Answers by code: {200=1000}"), ended.output());
      assertTrue(Files.readString(page).contains("<div class=\"plot\">"));
    }
  }

  @Test
  void shopThatIsNotThereCannotBeJudged() throws Exception {
    URI nowhere = ShopProcess.Ports.free().uri();
    Shell.Result ended = tercet("verify", "--url", nowhere.toString());
    assertEquals(2, ended.status(), ended.output());
    assertTrue(ended.output().contains("nothing answers at " + nowhere), ended.output());
  }

  private static Shell.Result tercet(String... arguments) {
    List<String> command = new ArrayList<>(ShopProcess.toolsCommand());
    command.addAll(List.of(arguments));
    return Shell.run(command);
  }
}
