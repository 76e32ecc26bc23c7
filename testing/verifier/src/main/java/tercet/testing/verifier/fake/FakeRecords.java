package tercet.testing.verifier.fake;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The records of a {@link FakeShop}. */
final class FakeRecords {
  static final class PretendItem {
    long stock;
    long price;
  }

  static final class PretendUser {
    long credit;

    /** Kept back, though {@code credit} does not show it. */
    long held;
  }

  static final class PretendOrder {
    String user = "";
    boolean paid;
    boolean refused;
    long paidAtNanos;
    final List<PretendLine> lines = new ArrayList<>();

    long cost() {
      return lines.stream().mapToLong(line -> line.quantity * line.price).sum();
    }
  }

  record PretendLine(String item, long quantity, long price) {}

  static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final int status;

    RefusedException(String code) {
      this(code, 400);
    }

    RefusedException(String code, int status) {
      super(code);
      this.status = status;
    }
  }

  private static final int LATEST_MAX = 3;

  final Map<String, PretendItem> items = new HashMap<>();
  final Map<String, PretendUser> users = new HashMap<>();
  final Map<String, PretendOrder> orders = new HashMap<>();
  private final ArrayDeque<PretendOrder> latestPaid = new ArrayDeque<>();
  private String lastUser = "";
  private int nextId = 1_000_000;

  String newId() {
    return Integer.toString(nextId++);
  }

  /**
   * Makes a user and gives its id.
   *
   * @param again that of the user before, in whose place it comes
   */
  String newUser(boolean again) {
    lastUser = again ? lastUser : newId();
    users.put(lastUser, new PretendUser());
    return lastUser;
  }

  void wasPaid(PretendOrder order) {
    latestPaid.add(order);
    if (latestPaid.size() > LATEST_MAX) {
      latestPaid.remove();
    }
  }

  /** Goes back to before the last orders were paid. */
  void forgetLatest() {
    for (PretendOrder order : latestPaid) {
      order.paid = false;
      user(order.user).credit += order.cost();
      order.lines.forEach(line -> item(line.item).stock += line.quantity);
    }
    latestPaid.clear();
  }

  PretendItem item(String id) {
    return known(items.get(id), "unknown_item");
  }

  PretendUser user(String id) {
    return known(users.get(id), "unknown_user");
  }

  PretendOrder order(String id) {
    return known(orders.get(id), "unknown_order");
  }

  private static <T> T known(@Nullable T found, String code) {
    if (found == null) {
      throw new RefusedException(code);
    }
    return found;
  }

  static long number(String text) {
    if (!text.matches("\\d{1,15}")) {
      throw new RefusedException("bad_amount");
    }
    return Long.parseLong(text);
  }
}
