package tercet.testing.verifier.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MixTest {
  @Test
  void mixIsReadAndWrittenAlike() {
    assertEquals("checkout=60,find-item=40", Mix.parse("find-item=40, checkout=60").toString());
    assertEquals("checkout", Mix.parse("checkout").toString());
  }

  @Test
  void callsAreDrawnByTheirWeights() {
    Mix.Drawing drawing = Mix.parse("checkout=75,pay=25").drawing();
    SplittableRandom random = new SplittableRandom(1);
    Map<LoadCall, Integer> drawn = new EnumMap<>(LoadCall.class);
    for (int i = 0; i < 10_000; i++) {
      drawn.merge(drawing.next(random), 1, Integer::sum);
    }
    assertEquals(2, drawn.size());
    assertEquals(7_500, drawn.getOrDefault(LoadCall.CHECKOUT, 0), 200);
    assertEquals(0.75, Mix.parse("checkout=75,pay=25").share(LoadCall.CHECKOUT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "checkout=0", "checkout=-1", "checkout=1=2", "buy", "checkout,,pay"})
  void nonsenseIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Mix.parse(text));
  }

  @Test
  void whoNamesAWrongCallIsToldTheRightOnes() {
    IllegalArgumentException told =
        assertThrows(IllegalArgumentException.class, () -> Mix.parse("buy"));
    assertTrue(told.toString().contains("'buy' is no call of a mix; there are checkout,"));
  }
}
