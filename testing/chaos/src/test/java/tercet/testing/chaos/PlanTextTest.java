package tercet.testing.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tercet.testing.chaos.PlannedFault.Start;
import tercet.testing.verifier.fake.SeededBug;

final class PlanTextTest {
  @Test
  void everyPartOfALineIsUnderstood() {
    ChaosPlan plan =
        ChaosPlan.parse(
            """
            # a comment

            at 10s kill order for 3s   # and another
              slow gateway
            after 1500ms  pause stock-1 ,payment for 2m
            at 3m isolate payment
            restart primary
            """);
    assertEquals(
        List.of(
            fault(at(10), Action.KILL, 3, "order"),
            fault(quiet(5_000), Action.SLOW, 5, "gateway"),
            fault(quiet(1_500), Action.PAUSE, 120, "stock-1", "payment"),
            fault(at(180), Action.ISOLATE, 5, "payment"),
            fault(quiet(5_000), Action.RESTART, 0, "primary")),
        plan.faults());
  }

  @Test
  void whatIsWrittenCanBeReadAgain() {
    ChaosPlan plan =
        ChaosPlan.parse("at 1s kill a, b for 500ms\nafter 2s slow c for 1m\nrestart d");
    assertEquals(
        "at 1s kill a, b for 500ms\nafter 2s slow c for 60s\nafter 5s restart d", plan.toString());
    assertEquals(plan, ChaosPlan.parse(plan.toString()));
  }

  @Test
  void mistakesAreNamedWithTheirLineAndWhatWasExpected() {
    assertWrong("shoot order", "line 1: one of kill, restart, pause, isolate, slow was expected");
    assertWrong(
        "\nat soon kill a", "line 2: a time such as 5s, 500ms or 2m was expected after 'at'");
    assertWrong("at 5s", "line 1: one of kill, restart, pause, isolate, slow was expected, and");
    assertWrong(
        "kill", "line 1: the name of a member or a role was expected, and the line is over");
    assertWrong("kill for 5s", "line 1: the name of a member or a role was expected instead of");
    assertWrong("kill a,", "line 1: the name of a member or a role was expected, and");
    assertWrong("kill a b", "line 1: 'for', a comma or the end of the line was expected instead");
    assertWrong(
        "kill a for", "line 1: a time such as 5s, 500ms or 2m was expected after 'for', and");
    assertWrong("kill a for 5", "line 1: a time such as 5s, 500ms or 2m was expected after 'for'");
    assertWrong("kill a for 5s now", "line 1: the end of the line was expected instead of 'now'");
    assertWrong("kill a for 0s", "line 1: a fault lasts longer than 0s");
    assertWrong("restart a for 5s", "line 1: the end of the line was expected, since a restart");
    assertWrong("at 9s kill a\nat 8s kill b", "line 2: the faults are in the order of their times");
    assertWrong("# nothing\n", "the plan is empty");
  }

  @Test
  void planForAnotherClusterIsRefused() {
    try (FakeCluster cluster = new FakeCluster(SeededBug.NONE, true)) {
      ChaosPlan.parse("kill order\nkill shop").checkAgainst(cluster.members());
      assertRefused(cluster, "kill ordre", "'ordre' of 'after 5s kill ordre for 5s' is no member");
      assertRefused(
          cluster,
          "isolate order",
          "'after 5s isolate order for 5s' cannot be done: this machine cannot cut off order");
    }
  }

  private static void assertRefused(FakeCluster cluster, String plan, String sentence) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> ChaosPlan.parse(plan).checkAgainst(cluster.members()));
    assertContains(sentence, refused);
  }

  private static void assertWrong(String plan, String sentence) {
    assertContains(
        sentence, assertThrows(IllegalArgumentException.class, () -> ChaosPlan.parse(plan)));
  }

  private static void assertContains(String sentence, IllegalArgumentException refused) {
    String message = String.valueOf(refused.getMessage());
    assertEquals(
        sentence, message.substring(0, Math.min(sentence.length(), message.length())), message);
  }

  private static PlannedFault fault(Start start, Action action, int seconds, String... targets) {
    return new PlannedFault(start, action, List.of(targets), Duration.ofSeconds(seconds));
  }

  private static Start at(int seconds) {
    return new Start.At(Duration.ofSeconds(seconds));
  }

  private static Start quiet(int millis) {
    return new Start.Quiet(Duration.ofMillis(millis));
  }
}
