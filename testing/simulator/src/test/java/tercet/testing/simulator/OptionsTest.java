package tercet.testing.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ParameterException;
import tercet.kernel.Protocol;
import tercet.testing.simulator.swarm.Fault;

final class OptionsTest {
  @Test
  void nothingSaidMeansFreshSeeds() {
    Options options = Lines.options("", 99);
    assertEquals(99, options.seed());
    assertEquals(Options.SEEDS, options.seeds());
  }

  @Test
  void aSeedAloneIsTheOnlyOne() {
    assertEquals(1, Lines.options("--seed 5", 99).seeds());
  }

  @Test
  void minutesAloneSetNoNumberOfSeeds() {
    Options options = Lines.options("--minutes 2", 99);
    assertEquals(Long.MAX_VALUE, options.seeds());
    assertEquals(Duration.ofMinutes(2), options.time());
  }

  @Test
  void protocolsAreTakenInTurn() {
    Options options = Lines.options("--protocol tcc,2pc", 0);
    assertEquals(Protocol.TCC, options.simulated(10).protocol());
    assertEquals(Protocol.TWO_PHASE_COMMIT, options.simulated(11).protocol());
  }

  @Test
  void commandOfACaseIsReadAsThatCase() {
    Set<Fault> without = Set.of(Fault.LOSS, Fault.CRASH_BEFORE_COMMIT);
    for (Protocol protocol : Protocol.values()) {
      Case cut = new Case(protocol, -5, 17, 3, without);
      Options options = Lines.options(cut.command().replace("./tercet simulate", ""), 0);
      assertEquals(cut, options.simulated(options.seed()));
    }
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
    RuntimeException said = assertThrows(RuntimeException.class, () -> Lines.options(arguments, 0));
    assertTrue(
        said instanceof IllegalArgumentException || said instanceof ParameterException,
        said::toString);
  }
}
