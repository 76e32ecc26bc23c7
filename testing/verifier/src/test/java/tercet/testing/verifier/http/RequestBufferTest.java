package tercet.testing.verifier.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestBufferTest {
  private final RequestBuffer request = new RequestBuffer("localhost:8000");
  private final ByteBuffer out = ByteBuffer.allocate(RequestBuffer.BYTES_MAX);

  @Test
  void postCarriesItsLengthAndKey() {
    assertEquals(
        """
        POST /orders/checkout/17 HTTP/1.1\r
        Host: localhost:8000\r
        Idempotency-Key: key-1\r
        Content-Length: 0\r
        \r
        """,
        written(it -> it.post().path("/orders/checkout/").path(17).idempotencyKey("key-1")));
  }

  @Test
  void getIsJustItsPath() {
    assertEquals(
        "GET /stock/find/0 HTTP/1.1\r\nHost: localhost:8000\r\n\r\n",
        written(it -> it.get().path("/stock/find/").path(0)));
  }

  @Test
  void tokenIsSentWithEachRequest() {
    RequestBuffer buffer = new RequestBuffer("localhost:8000", "Bearer token");
    buffer.begin(out);
    buffer.get().path("/a");
    buffer.end();
    assertEquals(
        "GET /a HTTP/1.1\r\nHost: localhost:8000\r\nAuthorization: Bearer token\r\n\r\n",
        StandardCharsets.US_ASCII.decode(out).toString());
  }

  @Test
  void nothingIsLeftOfTheRequestBefore() {
    String longer = written(it -> it.post().path("/a").idempotencyKey("key").tag(5));
    String shorter = written(it -> it.get().path("/b"));
    assertEquals("POST /a", longer.substring(0, 7));
    assertEquals("GET /b HTTP/1.1\r\nHost: localhost:8000\r\n\r\n", shorter);
    assertEquals(0, request.tag());
  }

  @Test
  void greatestNumberFits() {
    String text = written(it -> it.get().path("/").path(Long.MAX_VALUE));
    assertEquals("GET /9223372036854775807 ", text.substring(0, 25));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a b", "/a\r\nX: y", "/\u00e9", "/\u0000"})
  void charactersThatBreakARequestAreRefused(String path) {
    assertThrows(IllegalArgumentException.class, () -> written(it -> it.get().path(path)));
    assertThrows(
        IllegalArgumentException.class,
        () -> written(it -> it.post().path("/").idempotencyKey(path)));
  }

  @Test
  void requestThatIsTooLongIsRefused() {
    String path = "/" + "x".repeat(RequestBuffer.BYTES_MAX);
    assertThrows(IllegalArgumentException.class, () -> written(it -> it.get().path(path)));
  }

  @Test
  void requestNeedsAMethod() {
    assertThrows(IllegalStateException.class, () -> written(it -> it.path("/")));
  }

  private String written(Consumer<RequestBuffer> writing) {
    request.begin(out);
    writing.accept(request);
    request.end();
    return StandardCharsets.US_ASCII.decode(out).toString();
  }
}
