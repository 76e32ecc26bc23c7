package tercet.tools;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tercet.server.command.AdminPort;
import tercet.testing.verifier.model.Books;

/** Reads the books of a shop from the administrative ports of its nodes. */
final class BooksReader implements Books.Source {
  private static final List<String> SERVICES = List.of("order", "stock", "payment");
  private static final int NAMED_MAX = 5;

  private final List<String> admins;

  /**
   * @param admins addresses; where each node has a store of its own, those of all
   */
  BooksReader(List<String> admins) {
    this.admins = List.copyOf(admins);
  }

  @Override
  public Books read() throws IOException {
    Map<String, AdminPort> shards = shards();
    Map<String, Books.Purchase> orders = orders(shards);
    Books.Returning returning = returning();
    Map<String, Books.Holding> users = new LinkedHashMap<>();
    Map<String, Books.Holding> items = new LinkedHashMap<>();
    for (String shard : shards.keySet()) {
      if (shard.startsWith("payment/")) {
        visit(shards, shard, record -> users.put(text(record, "id"), holding(record)));
      } else if (shard.startsWith("stock/")) {
        visit(shards, shard, record -> items.put(text(record, "id"), holding(record)));
      }
    }
    return new Books(users, items, orders, orders(shards), returning);
  }

  /**
   * Balances of open refunds. All nodes with records are asked, so that silent ones do not matter.
   */
  private Books.Returning returning() throws IOException {
    Set<String> users = new HashSet<>();
    Set<String> items = new HashSet<>();
    for (String url : admins) {
      visit(
          AdminPort.at(url),
          "/transactions?role=refund&limit=500",
          "transactions",
          refund -> {
            if (refund.get("user_id") != null) {
              users.add(text(refund, "user_id"));
            }
            if (refund.get("items") instanceof List<?> lines) {
              lines.forEach(line -> items.add(String.valueOf(((List<?>) line).getFirst())));
            }
          });
    }
    return new Books.Returning(users, items);
  }

  /** Who serves which shard; all of them. */
  private Map<String, AdminPort> shards() throws IOException {
    Map<String, AdminPort> found = new LinkedHashMap<>();
    long count = 0;
    for (String url : admins) {
      AdminPort admin = AdminPort.at(url);
      Map<String, Object> reply = get(admin, "/books");
      count = number(reply, "count");
      if (reply.get("shards") instanceof List<?> names) {
        names.forEach(name -> found.putIfAbsent(String.valueOf(name), admin));
      }
    }
    List<String> missing = new ArrayList<>();
    for (String service : SERVICES) {
      for (long index = 0; index < count; index++) {
        String name = service + "/" + index;
        if (!found.containsKey(name)) {
          missing.add(name);
        }
      }
    }
    if (!missing.isEmpty()) {
      throw new IOException(
          ("no node that was named serves %d shards (%s): name more nodes with --admin URL,URL."
                  + " Where each node has a store of its own, name all that have records.")
              .formatted(
                  missing.size(),
                  String.join(", ", missing.subList(0, Math.min(NAMED_MAX, missing.size())))));
    }
    return found;
  }

  private static Map<String, Books.Purchase> orders(Map<String, AdminPort> shards)
      throws IOException {
    Map<String, Books.Purchase> orders = new LinkedHashMap<>();
    for (String shard : shards.keySet()) {
      if (shard.startsWith("order/")) {
        visit(shards, shard, record -> orders.put(text(record, "id"), purchase(record)));
      }
    }
    return orders;
  }

  private interface Visitor {
    void visit(Map<?, ?> record) throws IOException;
  }

  private static void visit(Map<String, AdminPort> shards, String shard, Visitor visitor)
      throws IOException {
    AdminPort admin = shards.get(shard);
    if (admin == null) {
      throw new IllegalArgumentException(shard);
    }
    visit(admin, "/books?shard=" + AdminPort.encoded(shard), "records", visitor);
  }

  /** Visits all objects of a list that comes in pages. */
  private static void visit(AdminPort admin, String path, String list, Visitor visitor)
      throws IOException {
    String after = "";
    while (true) {
      Map<String, Object> page = get(admin, path + after);
      if (page.get(list) instanceof List<?> records) {
        for (Object record : records) {
          visitor.visit((Map<?, ?>) record);
        }
      }
      Object next = page.get("next");
      if (next == null) {
        return;
      }
      after = "&after=" + AdminPort.encoded(String.valueOf(next));
    }
  }

  private static Map<String, Object> get(AdminPort admin, String path) throws IOException {
    try {
      AdminPort.Reply reply = admin.get(path);
      if (!reply.isGood()) {
        throw new IOException(reply.problem());
      }
      return reply.json();
    } catch (AdminPort.UnavailableException away) {
      throw new IOException(away.getMessage(), away);
    } catch (IllegalArgumentException notJson) {
      throw new IOException("the administrative port answered %s with no JSON".formatted(path));
    }
  }

  private static Books.Holding holding(Map<?, ?> record) throws IOException {
    return new Books.Holding(
        number(record, "amount"),
        number(record, "held"),
        Boolean.TRUE.equals(record.get("locked")),
        number(record, "generation"));
  }

  private static Books.Purchase purchase(Map<?, ?> record) throws IOException {
    Map<String, Long> items = new TreeMap<>();
    if (record.get("items") instanceof List<?> lines) {
      for (Object line : lines) {
        Map<?, ?> item = (Map<?, ?>) line;
        items.merge(text(item, "item_id"), number(item, "quantity"), Long::sum);
      }
    }
    return new Books.Purchase(
        text(record, "user_id"),
        Boolean.TRUE.equals(record.get("paid")),
        number(record, "total_cost"),
        number(record, "generation"),
        items);
  }

  private static String text(Map<?, ?> record, String field) {
    return String.valueOf(record.get(field));
  }

  private static long number(Map<?, ?> record, String field) throws IOException {
    if (record.get(field) instanceof Long number) {
      return number;
    }
    throw new IOException("the administrative port gave a record without " + field);
  }
}
