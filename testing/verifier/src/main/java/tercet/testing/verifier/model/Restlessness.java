package tercet.testing.verifier.model;

import java.util.HashSet;
import java.util.Set;

/**
 * Users and items whose balance moved, or may have moved, while the books were read.
 *
 * <p>A balance without a claim of a transaction shows all orders that were paid when it was read,
 * because a transaction claims it before the order is paid. If the paid orders of its owner were
 * the same before and after that, they are those that it shows. A cancelled order gives back later;
 * until then its user and items count as moving.
 */
record Restlessness(Set<String> users, Set<String> items) {
  static Restlessness of(Books books) {
    Set<String> users = new HashSet<>(books.returning().users());
    Set<String> items = new HashSet<>(books.returning().items());
    books.users().forEach((id, holding) -> addUnlessFree(users, id, holding));
    books.items().forEach((id, holding) -> addUnlessFree(items, id, holding));
    books
        .ordersAfter()
        .forEach((id, after) -> {
          if (!books.isSteady(id)) {
            add(users, items, after);
            Books.Purchase before = books.orders().get(id);
            if (before != null) {
              add(users, items, before);
            }
          }
        });
    return new Restlessness(users, items);
  }

  private static void addUnlessFree(Set<String> moving, String id, Books.Holding holding) {
    if (!holding.isFree()) {
      moving.add(id);
    }
  }

  private static void add(Set<String> users, Set<String> items, Books.Purchase order) {
    users.add(order.user());
    items.addAll(order.items().keySet());
  }
}
