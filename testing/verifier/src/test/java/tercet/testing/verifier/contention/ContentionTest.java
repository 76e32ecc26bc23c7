package tercet.testing.verifier.contention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tercet.testing.verifier.fake.FakeShop;
import tercet.testing.verifier.fake.SeededBug;

@Timeout(120)
final class ContentionTest {
  @Test
  void rightShopWinsWithAThousandBuyersAtOnce() throws IOException {
    try (FakeShop shop = new FakeShop(SeededBug.NONE)) {
      ContentionResult result =
          Contention.standard(TestedShop.at(shop.address())).run(Duration.ZERO);
      assertEquals(List.of(), result.complaints());
      assertTrue(result.isWon());
      assertEquals(100, result.counts().paid());
      assertEquals(900, result.counts().refused());
      assertEquals(1_000, result.load().sent());
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {
        "NONE",
        "KEEPS_PIECES_OF_REFUSED",
        "SAYS_503_FOR_PURCHASE",
        "NEVER_FORGIVES_REFUSED",
        "GIVES_USER_ID_TWICE",
        "HOLDS_MONEY_OF_REFUSED",
        "FORGETS_LATEST_WHEN_KILLED"
      })
  void wrongShopLoses(SeededBug flaw) throws IOException {
    try (FakeShop shop = new FakeShop(flaw)) {
      ContentionResult result =
          new Contention(TestedShop.at(shop.address()), 50, 20).run(Duration.ZERO);
      assertFalse(result.isWon());
    }
  }
}
