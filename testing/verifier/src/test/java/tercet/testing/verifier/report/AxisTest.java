package tercet.testing.verifier.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class AxisTest {
  @Test
  void evenAxisEndsAtARoundNumber() {
    assertEquals(List.of("0", "5000", "10k", "15k", "20k"), labels(Axis.Linear.upTo(19_400)));
    assertEquals(1, Axis.Linear.upTo(19_400).place(20_000));
  }

  @Test
  void logarithmicAxisHasPowersOfTen() {
    assertEquals(List.of("0.1", "1", "10", "100"), labels(Axis.Logarithmic.around(0.3, 42)));
    assertEquals(0.5, Axis.Logarithmic.around(0.1, 10).place(1), 1e-9);
    assertTrue(Double.isNaN(Axis.Logarithmic.around(0.1, 10).place(0)));
  }

  @Test
  void eachNineIsAsWideAsTheOneBefore() {
    Axis axis = new Axis.Nines(99.99);
    assertEquals(List.of("0%", "50%", "90%", "99%", "99.9%", "99.99%"), labels(axis));
    assertEquals(0.25, axis.place(90), 1e-9);
    assertEquals(0.75, axis.place(99.9), 1e-9);
    assertEquals(1, axis.place(100));
  }

  private static List<String> labels(Axis axis) {
    return axis.ticks().stream().map(Axis.Tick::label).toList();
  }
}
