package tercet.testing.verifier.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressTest {
  @Test
  void portIsThatOfHttpUnlessSaid() {
    assertEquals(new Address("shop", 80, false), Address.of(URI.create("http://shop")));
    assertEquals(new Address("shop", 81, false), Address.of(URI.create("http://shop:81/")));
    assertEquals(new Address("shop", 443, true), Address.of(URI.create("https://shop")));
    assertEquals(new Address("shop", 81, true), Address.of(URI.create("https://shop:81/")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:/x", "ftp://shop", "http:/x", "shop"})
  void otherAddressesAreRefused(String address) {
    assertThrows(IllegalArgumentException.class, () -> Address.of(URI.create(address)));
  }
}
