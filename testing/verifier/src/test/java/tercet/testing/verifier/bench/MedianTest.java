package tercet.testing.verifier.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

final class MedianTest {
  @Test
  void oddCountHasOneInTheMiddle() {
    assertEquals(3, Median.of(DoubleStream.of(900, 1, 3)));
  }

  @Test
  void evenCountHasTheMeanOfTwo() {
    assertEquals(4, Median.of(DoubleStream.of(5, 900, 1, 3)));
  }
}
