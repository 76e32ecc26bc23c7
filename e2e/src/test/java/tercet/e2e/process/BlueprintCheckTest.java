package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.testing.testbed.server.Shell;

/**
 * {@code tercet blueprints check --quick} finds a blueprint right. {@code
 * -Dtercet.blueprints=template,postgres} names others.
 */
@Tag("slow")
@Timeout(3_600)
final class BlueprintCheckTest {
  private static final String NAMES = System.getProperty("tercet.blueprints", "template");

  @Test
  void everyPartOfTheCheckIsPassed() throws Exception {
    List<String> command = new ArrayList<>(ShopProcess.toolsCommand());
    command.addAll(List.of("blueprints", "check", "--quick"));
    command.addAll(List.of(NAMES.split(",", -1)));
    Shell.Result ran = Shell.run(command);
    System.out.println(ran.output());
    assertEquals(0, ran.status(), ran::output);
    assertTrue(ran.output().contains("RIGHT: every blueprint passes."), ran::output);
  }
}
