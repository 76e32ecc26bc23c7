package tercet.testing.verifier.shop;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an answer in JSON. Fields that it does not know are skipped. Shapes and names that
 * the contract does not have, but whose meaning is plain, are read and told as oddities. Each
 * method throws {@link IOException} with a few words for a person if the value cannot be read.
 */
final class AnswerFields {
  /** Of the contract's own ids; a longer one comes from no sane shop. */
  private static final int ID_CHARS_MAX = 255;

  /** Digits of the largest {@code long}, a sign, a point and zeros. */
  private static final int NUMBER_CHARS_MAX = 40;

  private static final String[] QUANTITIES = {"quantity", "amount", "count", "qty"};

  private final Object top;
  private final Map<?, ?> fields;
  private final Consumer<String> odd;

  private AnswerFields(Object top, Consumer<String> odd) {
    this.top = top;
    this.fields = top instanceof Map<?, ?> map ? map : Map.of();
    this.odd = odd;
  }

  /**
   * @param odd hears of each oddity
   */
  static AnswerFields of(byte[] body, int length, Consumer<String> odd) throws IOException {
    if (length == 0) {
      throw new IOException("it has no body");
    }
    Object top = JSON.std.anyFrom(new ByteArrayInputStream(body, 0, length));
    if (top instanceof String text && text.startsWith("{")) {
      odd.accept("the object stands within a text");
      top = JSON.std.anyFrom(text);
    }
    if (top == null) {
      throw new IOException("it is null");
    }
    return new AnswerFields(top, odd);
  }

  /** A field that is optional, as it is; null if there is none. */
  @Nullable String textIfAny(String name) {
    Object value = fields.get(name);
    return value instanceof String || value instanceof Number ? value.toString() : null;
  }

  /** The id that a call made: a field, or the whole answer. */
  String newId(String... names) throws IOException {
    if (top instanceof String || top instanceof Integer || top instanceof Long) {
      odd.accept("the id stands alone, without `%s`".formatted(names[0]));
      return id(names[0], top);
    }
    return id(names);
  }

  /**
   * @param names that of the contract, and others that mean the same
   */
  String id(String... names) throws IOException {
    return id(names[0], value(fields, names));
  }

  private String id(String name, Object value) throws IOException {
    boolean isNumber =
        value instanceof Integer || value instanceof Long || value instanceof BigInteger;
    if (!isNumber && !(value instanceof String)) {
      throw new IOException("`%s` is no id".formatted(name));
    }
    String id = value.toString();
    if (id.isEmpty()
        || id.length() > ID_CHARS_MAX
        || !id.chars().allMatch(c -> c > 32 && c < 127)) {
      throw new IOException("`%s` is no id of 1 to 255 visible characters".formatted(name));
    }
    if (isNumber) {
      odd.accept("`%s` is a number in place of a text".formatted(name));
    }
    return id;
  }

  /** A whole number of any sign. */
  long amount(String... names) throws IOException {
    return amount(names[0], value(fields, names));
  }

  private long amount(String name, Object value) throws IOException {
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    String text = value instanceof Map || value instanceof List ? "" : value.toString().strip();
    try {
      if (text.length() <= NUMBER_CHARS_MAX) {
        long amount = new BigDecimal(text).longValueExact();
        odd.accept(
            "`%s` is a %s".formatted(name, value instanceof String ? "text" : "decimal number"));
        return amount;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IOException("`%s` is no whole number of 64 bits".formatted(name), e);
    }
    throw new IOException("`%s` is too long for a number".formatted(name));
  }

  boolean flag(String... names) throws IOException {
    String name = names[0];
    Object value = value(fields, names);
    if (value instanceof Boolean flag) {
      return flag;
    }
    String text = value instanceof String string ? string.strip().toLowerCase(Locale.ROOT) : "";
    if (text.equals("true") || text.equals("false")) {
      odd.accept("`%s` is a text".formatted(name));
      return text.equals("true");
    }
    long count = amount(name, value);
    if (count < 0) {
      throw new IOException("`%s` is neither true nor false".formatted(name));
    }
    odd.accept("`%s` is a number in place of true or false".formatted(name));
    return count > 0;
  }

  /**
   * Lines as {@code [["item", 2], …]}, and also as objects, as a map of quantities by item, or as
   * items that stand once for each piece.
   *
   * @param mayLack there are no lines if there is no such field; otherwise it must be there
   */
  List<Line> lines(String name, boolean mayLack) throws IOException {
    Object value = fields.get(name);
    if (value instanceof String text && (text.startsWith("[") || text.startsWith("{"))) {
      odd.accept("`%s` is a text".formatted(name));
      value = JSON.std.anyFrom(text);
    }
    List<Line> lines = new ArrayList<>();
    switch (value) {
      case null -> {
        if (!mayLack) {
          throw new IOException("it has no `%s`".formatted(name));
        }
        odd.accept("no `%s`".formatted(name));
      }
      case List<?> list -> {
        for (Object element : list) {
          lines.add(line(name, element));
        }
      }
      case Map<?, ?> map -> {
        odd.accept("`%s` is a map of quantities by item".formatted(name));
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          lines.add(
              new Line(
                  new ItemId(id("item_id", String.valueOf(entry.getKey()))),
                  quantity(entry.getValue())));
        }
      }
      default -> throw new IOException("`%s` is no list".formatted(name));
    }
    return lines;
  }

  private Line line(String name, @Nullable Object element) throws IOException {
    return switch (element) {
      case List<?> pair when pair.size() == 2 && pair.getFirst() != null ->
          new Line(new ItemId(id("item_id", pair.getFirst())), quantity(pair.getLast()));
      case Map<?, ?> map -> {
        odd.accept("`%s` is a list of objects".formatted(name));
        yield new Line(
            new ItemId(id("item_id", value(map, "item_id", "itemId", "id", "item"))),
            quantity(map));
      }
      case null -> throw new IOException("`%s` has a line that is null".formatted(name));
      case List<?> _ -> throw new IOException("`%s` has a line that is no pair".formatted(name));
      default -> {
        ItemId item = new ItemId(id("item_id", element));
        odd.accept("`%s` is a list of bare ids".formatted(name));
        yield new Line(item, 1);
      }
    };
  }

  private long quantity(@Nullable Object value) throws IOException {
    Object quantity = value instanceof Map<?, ?> map ? value(map, QUANTITIES) : value;
    if (quantity == null) {
      throw new IOException("a line without a quantity");
    }
    return amount("quantity", quantity);
  }

  private Object value(Map<?, ?> map, String... names) throws IOException {
    for (String name : names) {
      Object value = map.get(name);
      if (value != null) {
        if (!name.equals(names[0])) {
          odd.accept("`%s` is called `%s`".formatted(names[0], name));
        }
        return value;
      }
    }
    throw new IOException("it has no `%s`".formatted(names[0]));
  }
}
