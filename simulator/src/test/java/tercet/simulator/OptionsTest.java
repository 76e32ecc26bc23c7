package tercet.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tercet.simulator.swarm.Fault;

final class OptionsTest {
  @Test
  void nothingSaidMeansFreshSeeds() {
    Options options = Options.parse(List.of(), 99);
    assertEquals(99, options.seed());
    assertEquals(Options.SEEDS, options.seeds());
  }

  @Test
  void aSeedAloneIsTheOnlyOne() {
    assertEquals(1, Options.parse(List.of("--seed", "5"), 99).seeds());
  }

  @Test
  void minutesAloneSetNoNumberOfSeeds() {
    Options options = Options.parse(List.of("--minutes", "2"), 99);
    assertEquals(Long.MAX_VALUE, options.seeds());
    assertEquals(Duration.ofMinutes(2), options.time());
  }

  @Test
  void commandOfACaseIsReadAsThatCase() {
    Case cut = new Case(-5, 17, 3, Set.of(Fault.LOSS, Fault.CRASH_BEFORE_COMMIT));
    List<String> words = List.of(cut.command().split(" ", -1));
    Options options = Options.parse(words.subList(2, words.size()), 0);
    assertEquals(cut, options.simulated(options.seed()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--what",
        "--seed",
        "--seed x",
        "--seeds 0",
        "--minutes -1",
        "--operations 5000000000",
        "--protocol paxos",
        "--without weather"
      })
  void whatCannotBeUnderstoodIsSaid(String arguments) {
    List<String> words = List.of(arguments.split(" ", -1));
    assertThrows(IllegalArgumentException.class, () -> Options.parse(words, 0));
    PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    assertEquals(Simulation.USAGE_ERROR, Simulation.run(words, out));
  }
}
