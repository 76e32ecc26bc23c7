package tercet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;

/** An impossible request is refused with 400 and a code, and changes nothing. */
final class BadInputTest {
  private static final TestGateway SHOP = new TestGateway();

  @BeforeAll
  static void fill() {
    SHOP.post("/stock/batch_init/3/100/5");
    SHOP.post("/payment/batch_init/3/100");
    SHOP.post("/orders/batch_init/3/3/3/5");
  }

  @AfterAll
  static void close() {
    SHOP.close();
  }

  private static void assertRefused(String code, String method, String path) {
    Map<Key, StoredRecord> before = SHOP.engine.records();
    try (Wire wire = SHOP.connect()) {
      Wire.Response refused = wire.request(method, path);
      assertEquals(400, refused.status(), path);
      assertEquals(code, refused.code(), path);
      assertEquals("application/problem+json", refused.header("Content-Type"));
      assertEquals(200, wire.get("/stock/find/0").status(), "the connection goes on");
    }
    assertEquals(before, SHOP.engine.records());
  }

  static List<String> badAmounts() {
    return List.of(
        "-1",
        "+1",
        "1.5",
        "1e3",
        "one",
        "0x10",
        "",
        "%20",
        "1%20",
        "%001",
        "9007199254740992",
        "9223372036854775808",
        "18446744073709551617",
        "1".repeat(33),
        "0".repeat(33),
        "9".repeat(3_000),
        "%D9%A1",
        "%EF%BC%91",
        "%ff%fe",
        "1%zz");
  }

  @ParameterizedTest
  @MethodSource("badAmounts")
  void badAmountIsRefused(String amount) {
    for (String path :
        List.of(
            "/stock/item/create/",
            "/stock/add/0/",
            "/stock/subtract/0/",
            "/stock/batch_init/3/1/",
            "/payment/add_funds/0/",
            "/payment/pay/0/",
            "/payment/batch_init/3/",
            "/orders/addItem/0/0/",
            "/orders/batch_init/3/3/3/")) {
      assertRefused("bad_amount", "POST", path + amount);
    }
    assertRefused("bad_amount", "POST", "/stock/batch_init/" + amount + "/1/1");
    assertRefused("bad_amount", "POST", "/stock/batch_init/3/" + amount + "/1");
    assertRefused("bad_amount", "POST", "/payment/batch_init/" + amount + "/1");
    assertRefused("bad_amount", "POST", "/orders/batch_init/3/" + amount + "/3/1");
    assertRefused("bad_amount", "POST", "/orders/batch_init/3/3/" + amount + "/1");
  }

  static List<String> badIds() {
    return List.of(
        "",
        ".",
        "..",
        "%2e%2E",
        "%00",
        "a%00b",
        "a%0Ab",
        "%7f",
        "%C2%85",
        "a".repeat(129),
        "%C3%A9".repeat(129),
        "%ff%fe",
        "%C0%AF",
        "%ED%A0%80",
        "%F4%90%80%80",
        "%E2%82",
        "%",
        "%4",
        "%zz",
        "%u0041",
        "\u00e9",
        "\u0080",
        "a\u00ffb",
        "a\"b",
        "a<b",
        "a\\b",
        "a|b",
        "a\tb",
        "a\u0000b");
  }

  @ParameterizedTest
  @MethodSource("badIds")
  void badIdIsRefused(String id) {
    assertRefused("bad_id", "GET", "/stock/find/" + id);
    assertRefused("bad_id", "POST", "/stock/add/" + id + "/1");
    assertRefused("bad_id", "POST", "/stock/subtract/" + id + "/1");
    assertRefused("bad_id", "GET", "/payment/find_user/" + id);
    assertRefused("bad_id", "POST", "/payment/add_funds/" + id + "/1");
    assertRefused("bad_id", "POST", "/payment/pay/" + id + "/1");
    assertRefused("bad_id", "POST", "/orders/create/" + id);
    assertRefused("bad_id", "GET", "/orders/find/" + id);
    assertRefused("bad_id", "POST", "/orders/addItem/" + id + "/0/1");
    assertRefused("bad_id", "POST", "/orders/addItem/0/" + id + "/1");
    assertRefused("bad_id", "POST", "/orders/checkout/" + id);
  }

  @Test
  void quantityOfNothingIsRefused() {
    assertRefused("bad_amount", "POST", "/orders/addItem/0/0/0");
    assertRefused("bad_amount", "POST", "/orders/addItem/0/0/000");
  }

  @Test
  void batchOfTooManyIsRefused() {
    assertRefused("bad_amount", "POST", "/stock/batch_init/10000001/1/1");
    assertRefused("bad_amount", "POST", "/orders/batch_init/1/10000001/1/1");
  }

  @Test
  void ordersNeedItemsAndUsersToDrawFrom() {
    assertRefused("bad_amount", "POST", "/orders/batch_init/1/0/1/1");
    assertRefused("bad_amount", "POST", "/orders/batch_init/1/1/0/1");
    assertEquals(200, SHOP.post("/orders/batch_init/0/0/0/1").status());
  }

  @Test
  void ordersWhoseTotalWouldOverflowAreRefused() {
    assertRefused("amount_too_large", "POST", "/orders/batch_init/3/3/3/4503599627370496");
  }

  @Test
  void lineThatWouldOverflowIsRefused() {
    assertRefused("amount_too_large", "POST", "/orders/addItem/0/0/9007199254740991");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/%zz",
        "/stock/%ff/0",
        "/a\u00e9",
        "/a\"",
        "*",
        "stock/find/0",
        "/stock/find/0#part",
        "/a/b/c/d/e/f/g/h/%"
      })
  void pathThatIsNoneIsRefused(String path) {
    assertRefused("bad_path", "GET", path);
  }
}
