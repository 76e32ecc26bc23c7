package tercet.testing.verifier.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SkewTest {
  private static final int DRAWN = 200_000;

  @Test
  void popularityFollowsTheRank() {
    int[] counts = counts(Skew.parse("zipf:1.0"), 1_000);
    assertEquals(2.0, counts[0] / (double) counts[1], 0.15);
    assertEquals(10.0, counts[0] / (double) counts[9], 1.5);
  }

  @Test
  void uniformIsEvenAndHotIsOne() {
    int[] even = counts(Skew.parse("uniform"), 10);
    for (int count : even) {
      assertEquals(DRAWN / 10.0, count, DRAWN * 0.01);
    }
    assertEquals(DRAWN, counts(Skew.parse("hot"), 10)[0]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "zipf", "zipf:", "zipf:0", "zipf:9", "zipf:-1", "hotter"})
  void nonsenseIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Skew.parse(text));
  }

  private static int[] counts(Skew skew, int items) {
    Skew.Drawing drawing = skew.over(items);
    SplittableRandom random = new SplittableRandom(5);
    int[] counts = new int[items];
    for (int i = 0; i < DRAWN; i++) {
      counts[drawing.next(random)]++;
    }
    return counts;
  }
}
