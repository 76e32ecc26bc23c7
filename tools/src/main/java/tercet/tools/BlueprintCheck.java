package tercet.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import tercet.testing.chaos.ChaosPlan;
import tercet.testing.chaos.ChaosResult;
import tercet.testing.chaos.ChaosRun;
import tercet.testing.chaos.ChaosSettings;
import tercet.testing.chaos.ChaosText;
import tercet.testing.chaos.FaultFigures;
import tercet.testing.chaos.ScaleResult;
import tercet.testing.chaos.ScaleRun;
import tercet.testing.testbed.cluster.Blueprint;
import tercet.testing.testbed.cluster.LocalCluster;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.Folders;
import tercet.testing.testbed.server.ServerFailedException;
import tercet.testing.verifier.contention.Contention;
import tercet.testing.verifier.contention.ContentionResult;
import tercet.testing.verifier.contention.MixedContention;
import tercet.testing.verifier.contention.TestedShop;
import tercet.testing.verifier.shop.UnexpectedReplyException;
import tercet.testing.verifier.shop.UnreadableShopException;

/**
 * Everything that a blueprint must pass, on a cluster of its own.
 *
 * @param quick whether minutes are too long
 * @param program as for {@link LocalCluster#start}
 * @param progress hears how it goes, line by line
 */
record BlueprintCheck(
    Blueprint blueprint, boolean quick, List<String> program, Consumer<String> progress) {
  private static final int CONTESTS = 20;
  private static final int CONTESTS_IF_QUICK = 2;
  private static final int BUYERS = 1_000;
  private static final int PIECES = 100;
  private static final int MIXED_ORDERS = 1_000;
  private static final int MIXED_CONNECTIONS = 64;
  private static final long SEED = 1;

  /** Few enough that the machine is not the limit. */
  private static final double PER_SECOND = 60;

  private static final int CHAOS_RECORDS = 2_000;
  private static final Duration CHAOS = Duration.ofMinutes(3);
  private static final Duration CHAOS_IF_QUICK = Duration.ofSeconds(20);
  private static final Duration SETTLE_MAX = Duration.ofSeconds(30);

  /** Until processes that were killed are gone. */
  private static final Duration GONE_MAX = Duration.ofSeconds(10);

  /** The parts of the check, in their order. */
  enum Column {
    UP,
    CONTEST,
    MIXED,
    SCALE,
    CHAOS,
    DOWN
  }

  /**
   * The results of a blueprint.
   *
   * @param cells what is to be said of each part that was reached
   * @param failures everything that is wrong, each as a sentence or more
   */
  record Row(String name, Map<Column, String> cells, List<String> failures) {
    boolean isRight() {
      return failures.isEmpty() && cells.size() == Column.values().length;
    }
  }

  /** A part of the check; null if it failed. */
  private interface Part {
    String run() throws IOException, InterruptedException;
  }

  Row run() throws InterruptedException {
    Row row = new Row(blueprint.name(), new EnumMap<>(Column.class), new ArrayList<>());
    Path folder = Folders.temporary("check");
    long start = System.nanoTime();
    try (LocalCluster cluster = LocalCluster.start(folder, blueprint, program, progress)) {
      Duration up = Duration.ofNanos(System.nanoTime() - start);
      row.cells().put(Column.UP, "%.1f s".formatted(up.toMillis() / 1e3));
      part(row, Column.CONTEST, () -> contests(cluster, row));
      part(row, Column.MIXED, () -> mixed(cluster, row));
      part(row, Column.SCALE, () -> scale(cluster, row));
      part(row, Column.CHAOS, () -> chaos(cluster, row));
      if (!row.failures().isEmpty()) {
        progress.accept("The last output of all members:\n" + cluster.lastWords());
      }
    } catch (ServerFailedException e) {
      row.failures().add(String.valueOf(e.getMessage()));
    }
    part(row, Column.DOWN, () -> down(folder, row));
    row.failures().forEach(failure -> progress.accept("WRONG: " + failure));
    return row;
  }

  private static void part(Row row, Column column, Part part) throws InterruptedException {
    int before = row.failures().size();
    String cell = "failed";
    try {
      cell = part.run();
    } catch (IOException
        | ServerFailedException
        | UnexpectedReplyException
        | UnreadableShopException e) {
      row.failures().add(column.name().toLowerCase(Locale.ROOT) + ": " + e);
    }
    row.cells().put(column, row.failures().size() == before ? cell : "WRONG " + cell);
  }

  private String contests(LocalCluster cluster, Row row) throws IOException {
    int rounds = quick ? CONTESTS_IF_QUICK : CONTESTS;
    int exact = 0;
    for (int round = 1; round <= rounds; round++) {
      progress.accept("Classic contest %d of %d".formatted(round, rounds));
      ContentionResult result =
          new Contention(TestedShop.at(cluster.address()), BUYERS, PIECES).run(SETTLE_MAX);
      row.failures().addAll(result.complaints());
      long paid = result.settlement().audit().paid();
      if (result.isWon() && paid == PIECES) {
        exact++;
      } else {
        row.failures().add("contest %d sold %d of %d".formatted(round, paid, PIECES));
      }
    }
    return "%d/%d".formatted(exact, rounds);
  }

  private String mixed(LocalCluster cluster, Row row) throws IOException {
    progress.accept("Mixed contest");
    ContentionResult result =
        new MixedContention(
                TestedShop.at(cluster.address()),
                MIXED_ORDERS,
                MIXED_CONNECTIONS,
                new SplittableRandom(SEED))
            .play()
            .judge(SETTLE_MAX, progress);
    row.failures().addAll(result.complaints());
    return "%,d".formatted(result.settlement().audit().paid());
  }

  private String scale(LocalCluster cluster, Row row) throws IOException, InterruptedException {
    int few = count("stock");
    ScaleRun run = new ScaleRun(cluster, "stock", List.of(2 * few, few), PER_SECOND);
    ScaleResult result;
    try {
      result = run.run(progress);
    } catch (IllegalArgumentException refused) {
      if (blueprint.storage().isShared()) {
        row.failures().add("scale: " + refused.getMessage());
      }
      return "refused";
    }
    if (!blueprint.storage().isShared()) {
      row.failures().add("nodes with stores of their own were scaled");
    }
    if (!result.isRight()) {
      row.failures().add(result.report());
    }
    return "%.2f s".formatted(result.withoutSuccess());
  }

  private int count(String group) {
    return blueprint.groups().stream()
        .filter(one -> one.name().equals(group))
        .findFirst()
        .orElseThrow()
        .count();
  }

  private String chaos(LocalCluster cluster, Row row) throws IOException, InterruptedException {
    ChaosPlan plan = ChaosPlan.everyKind(cluster.members(), quick ? CHAOS_IF_QUICK : CHAOS, SEED);
    ChaosSettings settings =
        ChaosSettings.usual().withPerSecond(PER_SECOND).withRecords(CHAOS_RECORDS);
    ChaosResult result =
        new ChaosRun(blueprint.name(), cluster, plan, settings, SEED).run(progress);
    progress.accept(ChaosText.of(result));
    if (!result.isRight() || result.faults().size() < plan.faults().size()) {
      row.failures().add("chaos: " + String.join(" ", result.findings()));
    }
    double longest =
        result.faults().stream().mapToDouble(FaultFigures::withoutSuccess).max().orElse(0);
    return "%d, %.1f s".formatted(result.faults().size(), longest);
  }

  private static String down(Path folder, Row row) {
    Await.holds(
        GONE_MAX, () -> true, () -> ProcessHandle.current().descendants().findAny().isEmpty());
    ProcessHandle.current()
        .descendants()
        .forEach(left -> row.failures().add("process %d is left".formatted(left.pid())));
    if (Files.exists(folder)) {
      row.failures().add(folder + " is left");
    }
    return "clean";
  }

  /** All results for a person, in the form of a page in Markdown. */
  static String table(List<Row> rows) {
    StringBuilder text = new StringBuilder("| blueprint |");
    StringBuilder rule = new StringBuilder("|---|");
    for (Column column : Column.values()) {
      text.append(" %s |".formatted(column.name().toLowerCase(Locale.ROOT)));
      rule.append("---|");
    }
    text.append("\n").append(rule);
    for (Row row : rows) {
      text.append("\n| `%s` |".formatted(row.name()));
      for (Column column : Column.values()) {
        text.append(" %s |".formatted(row.cells().getOrDefault(column, "not reached")));
      }
    }
    return text.toString();
  }
}
