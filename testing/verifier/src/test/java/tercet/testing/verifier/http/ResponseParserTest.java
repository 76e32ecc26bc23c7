package tercet.testing.verifier.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ResponseParserTest {
  private static final String SIZED =
      "HTTP/1.1 200 OK\r\nDate: today\r\nContent-Length: 11\r\n\r\n{\"paid\": 1}";
  private static final String CHUNKED =
      """
      HTTP/1.1 400 No\r
      Transfer-Encoding: chunked\r
      \r
      4\r
      {"pa\r
      7;note=x\r
      id": 1}\r
      0\r
      Trailer: t\r
      \r
      """;

  private final ResponseParser parser = new ResponseParser();

  @ParameterizedTest
  @ValueSource(strings = {SIZED, CHUNKED})
  void answerIsTheSameWhereverItIsSplit(String answer) throws MalformedResponseException {
    byte[] bytes = bytes(answer);
    for (int split = 1; split < bytes.length; split++) {
      parser.reset();
      assertEquals(split, parser.feed(bytes, 0, split));
      assertFalse(parser.isDone());
      assertEquals(bytes.length, parser.feed(bytes, split, bytes.length));
      assertTrue(parser.isDone());
      assertEquals("{\"paid\": 1}", body());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {SIZED, CHUNKED})
  void answerCanArriveByteByByte(String answer) throws MalformedResponseException {
    byte[] bytes = bytes(answer);
    for (int i = 0; i < bytes.length; i++) {
      assertFalse(parser.isDone());
      parser.feed(bytes, i, i + 1);
    }
    assertTrue(parser.isDone());
    assertEquals("{\"paid\": 1}", body());
  }

  @Test
  void bytesOfTheNextAnswerAreLeft() throws MalformedResponseException {
    byte[] both = bytes(SIZED + CHUNKED);
    int first = parser.feed(both, 0, both.length);
    assertEquals(SIZED.length(), first);
    assertEquals(200, parser.status());
    parser.reset();
    assertEquals(both.length, parser.feed(both, first, both.length));
    assertEquals(400, parser.status());
    assertEquals("{\"paid\": 1}", body());
  }

  @Test
  void headersCountInAnyCase() throws MalformedResponseException {
    feed("HTTP/1.1 200 OK\r\ncoNTENT-lENGTH:\t 2 \r\ncOnnection: x, CLOSE\r\n\r\n{}");
    assertTrue(parser.isDone());
    assertTrue(parser.closes());
    assertEquals("{}", body());
  }

  @Test
  void headersWithSimilarNamesDoNotCount() throws MalformedResponseException {
    feed("HTTP/1.1 200 OK\r\nX-Content-Length: 9\r\nContent-Length-X: 9\r\n");
    feed("Connection: closely\r\nContent-Length: 2\r\n\r\n{}");
    assertTrue(parser.isDone());
    assertFalse(parser.closes());
  }

  @Test
  void interimAnswersAreSkipped() throws MalformedResponseException {
    feed("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nLink: x\r\n\r\n" + SIZED);
    assertTrue(parser.isDone());
    assertEquals(200, parser.status());
  }

  @Test
  void linesMayEndWithoutCarriageReturn() throws MalformedResponseException {
    feed("HTTP/1.1 200 OK\nContent-Length: 2\n\n{}");
    assertTrue(parser.isDone());
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 204 None\r\n\r\n", "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n"})
  void answerMayHaveNoBody(String answer) throws MalformedResponseException {
    feed(answer);
    assertTrue(parser.isDone());
    assertEquals("", body());
  }

  @Test
  void bodyWithoutLengthEndsWithTheConnection() throws MalformedResponseException {
    feed("HTTP/1.1 200 OK\r\n\r\n{\"paid\"");
    feed(": 1}");
    assertFalse(parser.isDone());
    assertTrue(parser.end());
    assertTrue(parser.closes());
    assertEquals("{\"paid\": 1}", body());
  }

  @ParameterizedTest
  @ValueSource(strings = {SIZED, CHUNKED})
  void endInTheMiddleIsNoAnswer(String answer) throws MalformedResponseException {
    byte[] bytes = bytes(answer);
    for (int end = 0; end < bytes.length; end++) {
      parser.reset();
      parser.feed(bytes, 0, end);
      assertFalse(parser.end());
    }
  }

  @Test
  void oldVersionClosesTheConnection() throws MalformedResponseException {
    feed("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}");
    assertTrue(parser.closes());
  }

  @Test
  void longBodiesAndLinesAreRead() throws MalformedResponseException {
    String text = "x".repeat(100_000);
    feed("HTTP/1.1 200 OK\r\nX: " + "y".repeat(5_000));
    feed("\r\nContent-Length: 100000\r\n\r\n" + text);
    assertTrue(parser.isDone());
    assertEquals(text, body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/2 200 OK\r\n",
        "HTTP/1.1 2x0 OK\r\n",
        "HTTP/1.1 99\r\n",
        "HTTP/1.1 2000 OK\r\n",
        "SSH-2.0-server\r\n",
        "HTTP/1.1 101 Switch\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length:\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}}\r\n",
      })
  void whatIsNoAnswerIsRefused(String text) {
    assertThrows(MalformedResponseException.class, () -> feed(text));
  }

  @Test
  void linesWithoutEndAreRefused() {
    assertThrows(
        MalformedResponseException.class,
        () -> {
          for (int i = 0; i < 100; i++) {
            feed("HTTP/1.1 200 ".repeat(10));
          }
        });
  }

  private void feed(String text) throws MalformedResponseException {
    byte[] bytes = bytes(text);
    assertEquals(bytes.length, parser.feed(bytes, 0, bytes.length));
  }

  private String body() {
    return new String(parser.body(), 0, parser.bodyLength(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
