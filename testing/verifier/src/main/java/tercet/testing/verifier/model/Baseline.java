package tercet.testing.verifier.model;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Books of an earlier time: the balances that were at rest, and the orders that were paid.
 *
 * @param paid each paid order, as it was then
 */
public record Baseline(
    Map<String, Balance> users, Map<String, Balance> items, Map<String, Books.Purchase> paid) {
  private static final String TITLE = "tercet books 2";

  public Baseline {
    users = Map.copyOf(users);
    items = Map.copyOf(items);
    paid = Map.copyOf(paid);
  }

  /** No books. */
  public static final Baseline NONE = new Baseline(Map.of(), Map.of(), Map.of());

  /** A balance at rest, and its filling. */
  public record Balance(long amount, long generation) {}

  /** Of books: those balances whose paid orders are all known. */
  public static Baseline of(Books books) {
    Restlessness moving = Restlessness.of(books);
    Map<String, Books.Purchase> paid = new LinkedHashMap<>();
    books
        .orders()
        .forEach((id, order) -> {
          if (order.paid()) {
            paid.put(id, order);
          }
        });
    return new Baseline(
        resting(books.users(), moving.users()), resting(books.items(), moving.items()), paid);
  }

  private static Map<String, Balance> resting(
      Map<String, Books.Holding> holdings, Set<String> moving) {
    Map<String, Balance> resting = new LinkedHashMap<>();
    holdings.forEach((id, holding) -> {
      if (!moving.contains(id)) {
        resting.put(id, new Balance(holding.amount(), holding.generation()));
      }
    });
    return resting;
  }

  /** An order as it was when it was paid then, under the same filling, or null. */
  Books.@Nullable Purchase paidBefore(String order, Books.Purchase now) {
    Books.Purchase before = paid.get(order);
    return before != null && before.generation() == now.generation() ? before : null;
  }

  /** Writes it; the file is there whole or not at all. */
  public void write(Path file) throws IOException {
    StringBuilder text = new StringBuilder(TITLE).append('\n');
    users.forEach((id, balance) -> line(text, "user", id, balance));
    items.forEach((id, balance) -> line(text, "item", id, balance));
    paid.forEach((id, order) -> line(text, id, order));
    text.append("end\n");
    Path draft = file.resolveSibling(file.getFileName() + ".draft");
    Files.writeString(draft, text);
    Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void line(StringBuilder text, String what, String id, Balance balance) {
    text.append(what)
        .append(' ')
        .append(encoded(id))
        .append(' ')
        .append(balance.amount())
        .append(' ')
        .append(balance.generation())
        .append('\n');
  }

  private static void line(StringBuilder text, String id, Books.Purchase order) {
    text.append("paid ")
        .append(encoded(id))
        .append(' ')
        .append(order.generation())
        .append(' ')
        .append(encoded(order.user()))
        .append(' ')
        .append(order.cost());
    order
        .items()
        .forEach(
            (item, pieces) -> text.append(' ').append(encoded(item)).append(' ').append(pieces));
    text.append('\n');
  }

  private static Books.Purchase purchase(String[] words) {
    Map<String, Long> items = new LinkedHashMap<>();
    for (int i = 5; i < words.length; i += 2) {
      items.put(decoded(words[i]), Long.parseLong(words[i + 1]));
    }
    long generation = Long.parseLong(words[2]);
    return new Books.Purchase(decoded(words[3]), true, Long.parseLong(words[4]), generation, items);
  }

  private static String decoded(String word) {
    return URLDecoder.decode(word, StandardCharsets.UTF_8);
  }

  private static String encoded(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8);
  }

  /**
   * Reads one.
   *
   * @throws IOException with a sentence if the file is none
   */
  public static Baseline read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    if (lines.size() < 2 || !lines.getFirst().equals(TITLE) || !lines.getLast().equals("end")) {
      throw none(file, null);
    }
    Map<String, Balance> users = new LinkedHashMap<>();
    Map<String, Balance> items = new LinkedHashMap<>();
    Map<String, Books.Purchase> paid = new LinkedHashMap<>();
    try {
      for (String line : lines.subList(1, lines.size() - 1)) {
        String[] words = line.split(" ", -1);
        String id = decoded(words[1]);
        long number = Long.parseLong(words[2]);
        switch (words[0]) {
          case "user" -> users.put(id, new Balance(number, Long.parseLong(words[3])));
          case "item" -> items.put(id, new Balance(number, Long.parseLong(words[3])));
          case "paid" -> paid.put(id, purchase(words));
          default -> throw none(file, null);
        }
      }
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException malformed) {
      throw none(file, malformed);
    }
    return new Baseline(users, items, paid);
  }

  private static IOException none(Path file, @Nullable Exception cause) {
    return new IOException(
        "%s has no books as './tercet audit --save' writes them. Name another file."
            .formatted(file),
        cause);
  }
}
