package tercet.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tercet.testing.testbed.cluster.Blueprints;

/** A blueprint that fails is reported, and the check goes on with its end. */
@Tag("quick")
final class FailedBlueprintTest {
  @Test
  void nodesThatDoNotStartAreReported() throws Exception {
    List<String> said = new ArrayList<>();
    BlueprintCheck.Row row =
        new BlueprintCheck(Blueprints.ROCKSDB_3, true, List.of("/bin/false"), said::add).run();
    assertFalse(row.isRight());
    assertTrue(row.failures().getFirst().contains("-1 has ended"), row::toString);
    assertTrue(said.getLast().startsWith("WRONG: "), said::toString);
    String table = BlueprintCheck.table(List.of(row));
    assertTrue(table.endsWith("| `rocksdb-3` |" + " not reached |".repeat(5) + " clean |"), table);
  }

  @Test
  void nothingToCheckIsAUsageError() {
    CommandLine program = Main.commandLine();
    assertEquals(2, program.execute("blueprints", "check"));
    assertEquals(2, program.execute("blueprints", "check", "--all", "postgres"));
    assertEquals(2, program.execute("blueprints", "check", "nope"));
  }
}
