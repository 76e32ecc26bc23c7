package tercet.testing.verifier.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class ProcessorTimeTest {
  @Test
  void userAndSystemTimeAndThatOfEndedChildrenCountWhateverTheProcessIsCalled() {
    String stat = "17 (a) b (c) S 1 17 17 0 -1 4194560 3031 0 9 0 120 30 7 8 20 0 41 0 555 6 7 8";
    assertEquals(1_650_000, ProcessorTime.micros(stat));
  }

  @Test
  void processThatDoesNotExistHasNone() {
    assertEquals(Double.NaN, ProcessorTime.micros(Long.MAX_VALUE));
  }
}
