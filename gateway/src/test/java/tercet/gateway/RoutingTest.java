package tercet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tercet.gateway.TestGateway.ok;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RoutingTest {
  private static final TestGateway SHOP = new TestGateway();

  @AfterAll
  static void close() {
    SHOP.close();
  }

  @Test
  void rootSaysWhereTheCallsAreDescribed() {
    Wire.Response root = SHOP.get("/");
    assertEquals(200, root.status());
    String calls = String.valueOf(ok(root).get("calls"));
    assertEquals(200, SHOP.get(calls).status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//",
        "/stock",
        "/stock/find",
        "/stock/find/0/",
        "/stock//find/0",
        "//stock/find/0",
        "/stock/find/0/1",
        "/stock/../stock/find/0",
        "/./stock/find/0",
        "/Stock/find/0",
        "/stock;v=1/find/0",
        "/metrics",
        "/health/live",
        "/health/ready",
        "/health",
        "/internal",
        "/envelopes",
        "/tercet.v1.Envelopes/Send",
        "/stock/try/0",
        "/orders/0",
        "/a/b/c/d/e/f/g/h/i/j",
        "/payment/create_user/"
      })
  void unknownPathIsNotFound(String path) {
    Wire.Response response = SHOP.get(path);
    assertEquals(404, response.status());
    assertEquals("unknown_route", response.code());
    assertEquals("application/problem+json", response.header("Content-Type"));
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /stock/find/0, 'GET, HEAD'",
    "GET, /stock/add/0/1, POST",
    "PUT, /stock/add/0/1, POST",
    "DELETE, /orders/find/0, 'GET, HEAD'",
    "PATCH, /orders/checkout/0, POST",
    "BREW, /orders/checkout/0, POST",
    "POST, /openapi.json, 'GET, HEAD'"
  })
  void wrongMethodSaysWhichIsRight(String method, String path, String allow) {
    try (Wire wire = SHOP.connect()) {
      Wire.Response response = wire.request(method, path);
      assertEquals(405, response.status());
      assertEquals("method_not_allowed", response.code());
      assertEquals(allow, response.header("Allow"));
    }
  }

  /** Messages between nodes are not accepted here, even with the secret. */
  @ParameterizedTest
  @ValueSource(strings = {"/envelopes", "/tercet.v1.Envelopes/Send", "/metrics", "/internal"})
  void nothingOfTheOtherPortsIsServedToWhoeverKnowsThem(String path) {
    try (Wire wire = SHOP.connect()) {
      Wire.Response response =
          wire.post(path, "Authorization: Bearer a-secret", "Content-Type: application/grpc");
      assertEquals(404, response.status());
      assertEquals("unknown_route", response.code());
    }
  }

  @Test
  void callsOfGrpcAreNotUnderstood() {
    try (Wire wire = SHOP.connect()) {
      wire.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
      assertEquals(400, wire.read().status());
    }
  }

  @Test
  void headIsAnsweredWithoutABody() {
    try (Wire wire = SHOP.connect()) {
      assertEquals(400, wire.request("HEAD", "/stock/find/0").status());
      assertEquals(404, wire.request("HEAD", "/none").status());
      Wire.Response head = wire.request("HEAD", "/openapi.json");
      assertEquals(200, head.status());
      Wire.Response get = wire.get("/openapi.json");
      assertEquals(get.header("Content-Length"), head.header("Content-Length"));
      Wire.Response never = wire.request("HEAD", "/stock/item/create/1");
      assertEquals(405, never.status());
      assertEquals("POST", never.header("Allow"));
      assertEquals("unknown_item", wire.get("/stock/find/0").code());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/stock/find/0, 'GET, HEAD, OPTIONS'",
    "/orders/checkout/0, 'POST, OPTIONS'",
    "/openapi.json, 'GET, HEAD, OPTIONS'"
  })
  void optionsNamesTheMethodsOfAPath(String path, String allow) {
    try (Wire wire = SHOP.connect()) {
      Wire.Response response = wire.request("OPTIONS", path);
      assertEquals(204, response.status());
      assertEquals(allow, response.header("Allow"));
      assertEquals(404, wire.request("OPTIONS", "/none").status());
      assertEquals(400, wire.get("/stock/find/0").status());
    }
  }

  @Test
  void noopIsServedOnlyIfAskedFor() {
    GatewaySettings free = TestGateway.FREE_PORTS;
    GatewaySettings without =
        new GatewaySettings(
            free.host(), free.port(), free.adminHost(), free.adminPort(), false, free.limits());
    try (TestGateway shop = new TestGateway(without, TestGateway.PATIENT)) {
      assertEquals(404, shop.post("/noop").status());
    }
  }
}
