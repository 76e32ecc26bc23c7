package tercet.server.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AccessChoiceTest {
  private static final AccessChoice NOTHING =
      new AccessChoice(Set.of(), Set.of(), null, false, 0, null);

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "::1", "127.1.2.3"})
  void shopWithoutTokensListensOnLoopback(String address) {
    assertDoesNotThrow(() -> NOTHING.check("--host", address));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
  void otherAddressesNeedTokensOrAWord(String address) {
    String sentence =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> NOTHING.check("--host", address))
                .getMessage());
    assertTrue(sentence.startsWith("--host " + address), sentence);
    assertTrue(sentence.contains("--tokens-file FILE"), sentence);
    assertTrue(sentence.contains("--without-tokens"), sentence);
    AccessChoice tokens = new AccessChoice(Set.of(), Set.of(), Path.of("tokens"), false, 0, null);
    assertDoesNotThrow(() -> tokens.check("--host", address));
    AccessChoice word = new AccessChoice(Set.of(), Set.of(), null, true, 0, null);
    assertDoesNotThrow(() -> word.check("--host", address));
  }

  @Test
  void contradictionsAndWrongNamesAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new AccessChoice(Set.of(), Set.of(), Path.of("tokens"), true, 0, null));
    for (String wrong : new String[] {"shop.example:80", "http://shop.example", "a/b", ""}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new AccessChoice(Set.of(), Set.of(wrong), null, false, 0, null),
          wrong);
    }
  }
}
