package tercet.kernel.total;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tercet.kernel.Kernel;
import tercet.kernel.Protocol;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.ShardId;
import tercet.kernel.saga.StepOrder;

/** {@code -Dgolden.rewrite=true} writes anew what is generated in the pages about protocols. */
final class ProtocolPagesTest {
  private static final Path FOLDER = Path.of("..", "docs", "protocols");
  private static final boolean REWRITE = Boolean.getBoolean("golden.rewrite");
  private static final String END = "<!-- end -->";

  @ParameterizedTest
  @EnumSource
  void stateDiagramsAreThoseOfTheMachine(Protocol protocol) throws IOException {
    Path page = FOLDER.resolve(protocol + ".md");
    matches(page, "order", states(protocol, RecordKind.TRANSACTION));
    matches(page, "participant", states(protocol, RecordKind.PARTICIPATION));
  }

  private static String states(Protocol protocol, RecordKind kind) {
    Kernel kernel =
        new Kernel(TotalityTest.SHARDS, protocol, StepOrder.PARALLEL, TotalityTest.SETTINGS);
    Samples samples = Samples.of(protocol);
    Transitions transitions = new Transitions(kind);
    for (ShardId shard : TotalityTest.SHARDS.all()) {
      List<Input> inputs = Inputs.to(shard, samples);
      for (Map<Key, StoredRecord> state : States.of(shard, samples)) {
        for (Input input : inputs) {
          if (concerns(kind, shard) && !TotalityTest.isImpossible(state, input)) {
            for (Instant now : TotalityTest.TIMES) {
              transitions.observe(kernel, state, input, now);
            }
          }
        }
      }
    }
    return transitions.markdown();
  }

  private static boolean concerns(RecordKind kind, ShardId shard) {
    return (kind == RecordKind.TRANSACTION) == shard.equals(States.ORDER);
  }

  @Test
  void costsAreMeasured() throws IOException {
    StringBuilder table = new StringBuilder("| | ");
    StringBuilder line = new StringBuilder("|---|");
    StringBuilder messages = new StringBuilder("| messages | ");
    StringBuilder commits = new StringBuilder("| durable commits | ");
    StringBuilder delays = new StringBuilder("| message delays until the client hears | ");
    for (Protocol protocol : Protocol.values()) {
      Cost cost = Cost.of(protocol, TotalityTest.SETTINGS);
      assertTrue(cost.delays() > 0, () -> protocol + " does not finish");
      table.append(protocol).append(" | ");
      line.append("---|");
      messages.append(cost.messages()).append(" | ");
      commits.append(cost.commits()).append(" | ");
      delays.append(cost.delays()).append(" | ");
    }
    String all =
        List.of(table, line, messages, commits, delays).stream()
            .map(row -> row.toString().stripTrailing())
            .reduce((above, below) -> above + "\n" + below)
            .orElseThrow();
    matches(FOLDER.resolve("README.md"), "costs", all);
  }

  private static void matches(Path page, String name, String generated) throws IOException {
    String begin = "<!-- generated: %s -->".formatted(name);
    String text = Files.readString(page);
    int from = text.indexOf(begin);
    int to = text.indexOf(END, from);
    assertTrue(from >= 0 && to >= 0, () -> page + " has no place for " + begin);
    String expected =
        text.substring(0, from) + begin + "\n" + generated + "\n" + text.substring(to);
    if (REWRITE) {
      Files.writeString(page, expected);
    } else {
      assertEquals(expected, text, () -> page + " is stale; -Dgolden.rewrite=true rewrites it");
    }
  }
}
