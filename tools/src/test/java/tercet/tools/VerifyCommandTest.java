package tercet.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.testing.verifier.fake.Dialect;
import tercet.testing.verifier.fake.FakeShop;
import tercet.testing.verifier.fake.HttpConversation.Response;
import tercet.testing.verifier.fake.SeededBug;

/** The command on shops of strangers. */
@Timeout(60)
final class VerifyCommandTest {
  private final StringWriter out = new StringWriter();

  @Test
  void oddShopIsRightAndItsOdditiesArePrinted() {
    Dialect odd =
        (_, shop) -> {
          Response said = shop.get();
          return new Response(
              said.status(), said.body().replaceAll("\"paid\":(true|false)", "\"paid\":\"$1\""));
        };
    assertEquals(0, verify(SeededBug.NONE, odd, "1m"), out::toString);
    assertTrue(out.toString().contains("GET /orders/find: `paid` is a text"), out::toString);
    assertTrue(out.toString().contains("RIGHT"), out::toString);
  }

  @Test
  void wrongShopHasItsCauseFirst() {
    assertEquals(
        1, verify(SeededBug.LOSES_ADDED_LINE, (_, shop) -> shop.get(), "1m"), out::toString);
    assertTrue(out.toString().contains(" lines lost in addItem (order-changed "), out::toString);
  }

  @Test
  void shopThatHangsCouldNotBeTested() {
    Dialect hanging =
        (request, shop) -> {
          if (request.path().startsWith("/orders/checkout")) {
            LockSupport.parkNanos(Duration.ofMinutes(1).toNanos());
          }
          return shop.get();
        };
    assertEquals(2, verify(SeededBug.NONE, hanging, "500ms"), out::toString);
    assertTrue(out.toString().contains("NOT FINISHED"), out::toString);
  }

  @Test
  void shopThatCannotBePreparedIsToldWhichRouteFailed() {
    Dialect closed =
        (request, shop) ->
            request.path().startsWith("/stock/add") ? new Response(403, "closed") : shop.get();
    assertEquals(2, verify(SeededBug.NONE, closed, "1m"), out::toString);
    assertTrue(out.toString().contains("POST /stock/add answered 403: closed"), out::toString);
  }

  private int verify(SeededBug flaw, Dialect dialect, String limit) {
    PrintWriter writer = new PrintWriter(out);
    try (FakeShop shop = new FakeShop(flaw, dialect)) {
      return Main.commandLine()
          .setOut(writer)
          .setErr(writer)
          .execute(
              "verify",
              "--url=" + shop.address(),
              "--limit=" + limit,
              "--buyers=10",
              "--orders=60",
              "--connections=4",
              "--seed=7");
    }
  }
}
