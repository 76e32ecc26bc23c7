package tercet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tercet.gateway.TestGateway.ok;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tercet.gateway.access.Scope;
import tercet.gateway.access.Tokens;

/** An attacker at the ports of a shop with tokens. */
final class AccessTest {
  private static final String SHOPPER = "a-shopper's-token-of-32-characters";
  private static final String MERCHANT = "a-merchant's-token-of-32-characters";
  private static final String OPERATOR = "an-operator's-token-of-32-characters";
  private static final Access ACCESS = Access.by(tokens());
  private static final TestGateway SHOP =
      new TestGateway(TestGateway.FREE_PORTS, ACCESS, TestGateway.PATIENT);

  @AfterAll
  static void close() {
    SHOP.close();
  }

  private static Tokens tokens() {
    return Tokens.parse(
        "# for tests\nweb = shopper %s\ntill = merchant %s\nnight = operator %s\n"
            .formatted(hash(SHOPPER), hash(MERCHANT), hash(OPERATOR)));
  }

  private static String hash(String token) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String bearer(String token) {
    return "Authorization: Bearer " + token;
  }

  @Test
  void shopperBuysAndMerchantStocks() {
    Wire.Response item = SHOP.post("/stock/item/create/5", bearer(MERCHANT));
    String id = String.valueOf(ok(item).get("item_id"));
    ok(SHOP.post("/stock/add/" + id + "/1", bearer(MERCHANT)));
    try (Wire wire = SHOP.connect()) {
      assertEquals(200, wire.request("GET", "/stock/find/" + id, bearer(SHOPPER)).status());
      assertEquals(200, wire.post("/orders/create/nobody", bearer(SHOPPER)).status());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/stock/item/create/1",
        "/stock/add/0/1",
        "/stock/subtract/0/1",
        "/stock/batch_init/1/1/1",
        "/payment/create_user",
        "/payment/add_funds/0/1",
        "/payment/pay/0/1",
        "/payment/batch_init/1/1",
        "/orders/batch_init/1/1/1/1"
      })
  void shopperCannotDoWhatAMerchantDoes(String path) {
    Wire.Response refused = SHOP.post(path, bearer(SHOPPER));
    assertEquals(403, refused.status());
    assertEquals("scope_missing", refused.code());
  }

  @Test
  void everyRouteThatTouchesAShardNeedsAToken() {
    try (Wire wire = SHOP.connect()) {
      for (String path :
          List.of(
              "/stock/find/0",
              "/payment/find_user/0",
              "/orders/find/0",
              "/orders/status/0",
              "/stock/find/%00")) {
        Wire.Response refused = wire.get(path);
        assertEquals(401, refused.status(), path);
        assertEquals("token_missing", refused.code());
        assertEquals("Bearer", refused.header("WWW-Authenticate"));
      }
      for (String path :
          List.of(
              "/orders/create/0",
              "/orders/addItem/0/0/1",
              "/orders/removeItem/0/0/1",
              "/orders/clear/0",
              "/orders/checkout/0",
              "/orders/reprice/0",
              "/orders/reserve/0/60",
              "/orders/release/0",
              "/orders/cancel/0",
              "/orders/cancelItem/0/0/1")) {
        assertEquals("token_missing", wire.post(path).code(), path);
        assertEquals("scope_missing", wire.post(path, bearer(MERCHANT)).code(), path);
        assertEquals("scope_missing", wire.post(path, bearer(OPERATOR)).code(), path);
      }
      assertEquals(200, wire.get("/").status());
      assertEquals(200, wire.get("/openapi.json").status());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Bearer a-shopper's-token-of-32-characterS",
        "Authorization: Bearer a-shopper's-token-of-32-characters2",
        "Authorization: Bearer short",
        "Authorization: Bearer ",
        "Authorization: Basic YS1zaG9wcGVyJ3MtdG9rZW4tb2YtMzItY2hhcmFjdGVycw==",
        "Authorization: a-shopper's-token-of-32-characters",
        "Authorization: Bearer a-shopper's-token-of-32-characters, Bearer x",
        "Authorization: Bearer x\r\nAuthorization: Bearer a-shopper's-token-of-32-characters",
        "Cookie: token=a-shopper's-token-of-32-characters",
        "X-Token: a-shopper's-token-of-32-characters"
      })
  void otherHeadersAndTokensAreRefused(String headers) {
    Wire.Response refused = SHOP.post("/orders/create/0", headers);
    assertEquals(401, refused.status());
    assertEquals("Bearer", refused.header("WWW-Authenticate"));
    assertFalse(refused.body().contains("token-of-32"), refused.body());
  }

  @Test
  void hashOfATokenIsNoToken() {
    assertEquals("token_unknown", SHOP.post("/orders/create/0", bearer(hash(SHOPPER))).code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"token", "access_token", "authorization"})
  void tokenInTheAddressIsNotAccepted(String name) {
    try (Wire wire = SHOP.connect()) {
      assertEquals(401, wire.get("/stock/find/0?" + name + "=" + SHOPPER).status());
    }
  }

  @Test
  void administrativePortIsForOperatorsExceptHealth() {
    try (Wire wire = new Wire(SHOP.gateway.adminPort())) {
      for (String path : List.of("/health", "/health/ready", "/health/live")) {
        assertEquals(200, wire.get(path).status(), path);
      }
      assertEquals(401, wire.get("/metrics").status());
      assertEquals(401, wire.get("/healthy").status());
      assertEquals("scope_missing", wire.request("GET", "/metrics", bearer(SHOPPER)).code());
      assertEquals("scope_missing", wire.request("GET", "/metrics", bearer(MERCHANT)).code());
      assertEquals(200, wire.request("GET", "/metrics", bearer(OPERATOR)).status());
    }
  }

  @Test
  void pageOfAnotherSiteIsRefusedAlsoWithAToken() {
    String[] headers = {bearer(SHOPPER), "Origin: https://evil.example"};
    assertEquals("foreign_origin", SHOP.post("/orders/create/0", headers).code());
  }

  @Test
  void anyNameWillDoForAProgramWithAToken() {
    try (Wire wire = SHOP.connect()) {
      wire.send("GET / HTTP/1.1\r\nHost: shop.example\r\n" + bearer(SHOPPER) + "\r\n\r\n");
      assertEquals(200, wire.read().status());
    }
  }

  @Test
  void otherTokensAreTakenFromTheNextRequestOn() {
    String next = "another-token-of-more-than-32-characters";
    try (TestGateway shop =
            new TestGateway(TestGateway.FREE_PORTS, Access.by(tokens()), TestGateway.PATIENT);
        Wire wire = shop.connect()) {
      assertEquals(401, wire.post("/orders/create/0", bearer(next)).status());
      shop.access.change(Tokens.parse("web = shopper " + hash(next)));
      assertEquals(200, wire.post("/orders/create/0", bearer(next)).status());
      assertEquals("token_unknown", wire.post("/orders/create/0", bearer(SHOPPER)).code());
    }
  }

  @Test
  void aTokenMayHaveSeveralScopes() {
    Tokens both = Tokens.parse("till = shopper, merchant " + hash(MERCHANT));
    assertEquals(Set.of(Scope.SHOPPER, Scope.MERCHANT), both.scopesOf(MERCHANT));
    assertEquals(Set.of(), both.scopesOf(SHOPPER));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# none",
        "web = shopper",
        "web shopper a-shopper's-token-of-32-characters",
        "web = a-shopper's-token-of-32-characters, shopper 00",
        "web = shopper 00",
        "web = 0000000000000000000000000000000000000000000000000000000000000000",
        "web = boss 0000000000000000000000000000000000000000000000000000000000000000",
        "web = shopper a-shopper's-token-of-32-characters"
      })
  void wrongFileIsRefusedAndASecretInItIsNotSaid(String text) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Tokens.parse(text));
    String sentence = String.valueOf(refused.getMessage());
    assertFalse(sentence.contains("token-of-32"), sentence);
    assertTrue(sentence.length() > 20, sentence);
  }

  @Test
  void withoutTokensNothingIsAsked() {
    try (TestGateway open = new TestGateway()) {
      assertEquals(200, open.post("/payment/create_user").status());
      assertNull(open.post("/payment/create_user").header("WWW-Authenticate"));
      assertEquals(200, open.admin("/metrics").status());
    }
  }
}
