package tercet.testing.verifier.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tercet.testing.verifier.fake.Dialect;
import tercet.testing.verifier.fake.FakeShop;
import tercet.testing.verifier.fake.HttpConversation.Response;
import tercet.testing.verifier.fake.SeededBug;
import tercet.testing.verifier.shop.Oddity;

/** Shops that are right and speak otherwise than the contract. */
@Timeout(60)
final class StrangeShopTest {
  private static final Pattern LINE = Pattern.compile("\\[\"(\\d+)\",(\\d+)]");
  private static final Pattern ITEMS = Pattern.compile("\"items\":\\[.*]");

  /** A way to speak, and how it must be told. */
  enum Accent {
    LINES_AS_OBJECTS("`items` is a list of objects") {
      @Override
      String say(String body) {
        return LINE.matcher(body).replaceAll("{\"item_id\":\"$1\",\"quantity\":$2}");
      }
    },
    LINES_AS_MAP("`items` is a map of quantities by item") {
      @Override
      String say(String body) {
        return ITEMS
            .matcher(body)
            .replaceFirst(
                "\"items\":{"
                    + lines(body).stream()
                        .collect(
                            Collectors.groupingBy(
                                line -> line.group(1),
                                Collectors.summingLong(line -> Long.parseLong(line.group(2)))))
                        .entrySet()
                        .stream()
                        .map(entry -> "\"%s\":%d".formatted(entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining(","))
                    + "}");
      }
    },
    LINES_AS_BARE_IDS("`items` is a list of bare ids") {
      @Override
      String say(String body) {
        return ITEMS
            .matcher(body)
            .replaceFirst(
                "\"items\":["
                    + lines(body).stream()
                        .map(line ->
                            "\"%s\","
                                .formatted(line.group(1))
                                .repeat(Integer.parseInt(line.group(2))))
                        .collect(Collectors.joining())
                        .replaceFirst(",$", "")
                    + "]");
      }
    },
    LINES_AS_TEXT("`items` is a text") {
      @Override
      String say(String body) {
        return ITEMS
            .matcher(body)
            .replaceFirst(items ->
                "\"items\":\"" + items.group().substring(8).replace("\"", "\\\\\"") + "\"");
      }
    },
    PAID_AS_NUMBER("`paid` is a number in place of true or false") {
      @Override
      String say(String body) {
        return body.replace("\"paid\":true", "\"paid\":1").replace("\"paid\":false", "\"paid\":0");
      }
    },
    PAID_AS_COUNT("`paid` is a number in place of true or false") {
      @Override
      String say(String body) {
        return body.replace("\"paid\":true", "\"paid\":3").replace("\"paid\":false", "\"paid\":0");
      }
    },
    PAID_AS_TEXT("`paid` is a text") {
      @Override
      String say(String body) {
        return body.replace("\"paid\":true", "\"paid\":\"True\"")
            .replace("\"paid\":false", "\"paid\":\"False\"");
      }
    },
    AMOUNTS_AS_TEXTS("`credit` is a text") {
      @Override
      String say(String body) {
        return body.replaceAll("\"(credit|stock|price|total_cost)\":(-?\\d+)", "\"$1\":\"$2\"");
      }
    },
    AMOUNTS_AS_DECIMALS("`stock` is a decimal number") {
      @Override
      String say(String body) {
        return body.replaceAll("\"(credit|stock|price|total_cost)\":(-?\\d+)", "\"$1\":$2.0");
      }
    },
    CAMEL_CASE("`user_id` is called `userId`") {
      @Override
      String say(String body) {
        return body.replace("user_id", "userId")
            .replace("order_id", "orderId")
            .replace("item_id", "id")
            .replace("total_cost", "totalCost");
      }
    },
    IDS_AS_NUMBERS("`order_id` is a number in place of a text") {
      @Override
      String say(String body) {
        return body.replaceAll("\"(\\d+)\"", "$1");
      }
    },
    BARE_IDS("the id stands alone, without `order_id`") {
      @Override
      String say(String body) {
        return body.replaceFirst("^\\{\"\\w+_id\":(\"\\d+\")}$", "$1");
      }
    },
    TEXT_WITHIN("the object stands within a text") {
      @Override
      String say(String body) {
        return "\"" + body.replace("\"", "\\\"") + "\"";
      }
    };

    private final String oddity;

    Accent(String oddity) {
      this.oddity = oddity;
    }

    abstract String say(String body);
  }

  private static List<MatchResult> lines(String body) {
    return LINE.matcher(body).results().toList();
  }

  @ParameterizedTest
  @EnumSource
  void harmlessShapeIsReadAndToldButDoesNotCount(Accent accent) throws IOException {
    Verdict verdict =
        verify((_, shop) -> {
          Response said = shop.get();
          return new Response(said.status(), accent.say(said.body()));
        });
    assertTrue(verdict.isRight(), () -> VerdictText.of(verdict));
    Oddity odd = theOnlyOne(verdict, accent.oddity);
    assertTrue(odd.count() > 1 && !odd.sample().isEmpty(), odd::toString);
    String text = VerdictText.of(verdict);
    assertTrue(text.contains("Oddities") && text.contains(accent.oddity), text);
    assertTrue(VerdictJson.of(verdict).contains(accent.oddity), () -> VerdictJson.of(verdict));
  }

  @Test
  void successWithAnotherStatusAndWithoutBodyIsTold() throws IOException {
    Verdict verdict =
        verify((request, shop) -> {
          Response said = shop.get();
          boolean mustSay = request.method().equals("GET") || request.path().contains("create");
          return said.status() == 200
              ? new Response(mustSay ? 201 : 204, mustSay ? said.body() : "")
              : said;
        });
    assertTrue(verdict.isRight(), () -> VerdictText.of(verdict));
    String odd = verdict.oddities().toString();
    assertTrue(odd.contains("route=POST /orders/checkout, what=no body"), odd);
    assertTrue(odd.contains("route=POST /orders/addItem, what=status 204 in place of 200"), odd);
    assertTrue(odd.contains("route=GET /orders/find, what=status 201 in place of 200"), odd);
  }

  @Test
  void shopOfTheContractIsNotOdd() throws IOException {
    Verdict verdict = verify((_, shop) -> shop.get());
    assertEquals(List.of(), verdict.oddities());
    assertFalse(VerdictText.of(verdict).contains("Oddities"));
  }

  private static Oddity theOnlyOne(Verdict verdict, String what) {
    List<Oddity> found =
        verdict.oddities().stream().filter(odd -> odd.what().equals(what)).toList();
    assertFalse(found.isEmpty(), () -> verdict.oddities().toString());
    assertEquals(
        found.size(), found.stream().map(Oddity::route).distinct().count(), found::toString);
    return found.getFirst();
  }

  private static Verdict verify(Dialect dialect) throws IOException {
    List<String> progress = new ArrayList<>();
    try (FakeShop shop = new FakeShop(SeededBug.NONE, dialect)) {
      return new Verification(
              shop.address(), Duration.ZERO, Duration.ofMinutes(1), 1, 10, 30, 8, false, 7)
          .run(progress::add);
    }
  }
}
