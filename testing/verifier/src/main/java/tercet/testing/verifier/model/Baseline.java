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
 * @param paid generation of each paid order
 */
public record Baseline(
    Map<String, Balance> users, Map<String, Balance> items, Map<String, Long> paid) {
  private static final String TITLE = "tercet books 1";

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
    Map<String, Long> paid = new LinkedHashMap<>();
    books
        .orders()
        .forEach((id, order) -> {
          if (order.paid()) {
            paid.put(id, order.generation());
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

  boolean wasPaid(String order, Books.Purchase now) {
    Long generation = paid.get(order);
    return generation != null && generation == now.generation();
  }

  /** Writes it; the file is there whole or not at all. */
  public void write(Path file) throws IOException {
    StringBuilder text = new StringBuilder(TITLE).append('\n');
    users.forEach((id, balance) -> line(text, "user", id, balance));
    items.forEach((id, balance) -> line(text, "item", id, balance));
    paid.forEach((id, generation) ->
        text.append("paid ").append(encoded(id)).append(' ').append(generation).append('\n'));
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
    Map<String, Long> paid = new LinkedHashMap<>();
    try {
      for (String line : lines.subList(1, lines.size() - 1)) {
        String[] words = line.split(" ", -1);
        String id = URLDecoder.decode(words[1], StandardCharsets.UTF_8);
        long number = Long.parseLong(words[2]);
        switch (words[0]) {
          case "user" -> users.put(id, new Balance(number, Long.parseLong(words[3])));
          case "item" -> items.put(id, new Balance(number, Long.parseLong(words[3])));
          case "paid" -> paid.put(id, number);
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
