package tercet.testing.verifier.shop;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import tercet.testing.verifier.http.ConnectionError;
import tercet.testing.verifier.http.HttpResponse;
import tercet.testing.verifier.http.LoadClient;
import tercet.testing.verifier.http.LoadResult;
import tercet.testing.verifier.http.LoadSettings;
import tercet.testing.verifier.http.RequestBuffer;
import tercet.testing.verifier.http.RequestSource;

/**
 * Prepares many records over many connections, where {@code batch_init} would overwrite existing
 * ones. Every call must succeed: each method throws {@link UnexpectedReplyException} if one does
 * not, and some may have happened then.
 */
public final class BulkWriter {
  private final URI base;
  private final LoadSettings settings;

  /**
   * @param base address of the shop
   * @param connections to write over, 1 to {@value LoadSettings#CONNECTIONS_MAX}
   */
  public BulkWriter(URI base, int connections) {
    this.base = base;
    this.settings = LoadSettings.closedLoop(connections);
  }

  /** New users without credit. */
  public List<UserId> createUsers(int count) {
    List<String> paths = Collections.nCopies(count, "/payment/create_user");
    return post(paths, "user_id").map(UserId::new).toList();
  }

  /** Gives the same credit to each. */
  public void addFunds(List<UserId> users, long amount) {
    post(paths("/payment/add_funds/", users, "/" + amount));
  }

  /** A new order without lines for each user, in the same order. */
  public List<OrderId> createOrders(List<UserId> users) {
    return post(paths("/orders/create/", users, ""), "order_id").map(OrderId::new).toList();
  }

  /** A new item without stock for each price, in the same order. */
  public List<ItemId> createItems(List<Long> prices) {
    return post(paths("/stock/item/create/", prices, ""), "item_id").map(ItemId::new).toList();
  }

  /** Gives the same stock to each. */
  public void addStock(List<ItemId> items, long amount) {
    post(paths("/stock/add/", items, "/" + amount));
  }

  /** Adds the same line to each order. */
  public void addItem(List<OrderId> orders, Line line) {
    addLines(orders, Collections.nCopies(orders.size(), line));
  }

  /**
   * Adds lines to orders.
   *
   * @param orders any of them as often as it gets a line
   * @param lines for the order at the same place
   */
  public void addLines(List<OrderId> orders, List<Line> lines) {
    List<String> paths = new ArrayList<>(orders.size());
    for (int i = 0; i < orders.size(); i++) {
      Line line = lines.get(i);
      paths.add("/orders/addItem/" + orders.get(i) + "/" + line.item() + "/" + line.quantity());
    }
    post(paths);
  }

  private static List<String> paths(String start, List<?> ids, String ending) {
    return ids.stream().map(id -> start + id + ending).toList();
  }

  private Stream<String> post(List<String> paths, String field) {
    return post(paths).values().stream().map(body -> ShopJson.text(body, body.length, field));
  }

  /** The bodies of the answers by the number of the call. */
  private SortedMap<Long, byte[]> post(List<String> paths) {
    Posts posts = new Posts(paths);
    try {
      LoadResult result = new LoadClient(base, settings).run(posts);
      if (posts.bodies.size() < paths.size()) {
        throw new UnexpectedReplyException(posts.failure + " in " + result);
      }
      return posts.bodies;
    } catch (IOException e) {
      throw new UnexpectedReplyException("no connections from this machine: " + e);
    }
  }

  /** Makes each call once, and no more after the first that fails. */
  private static final class Posts implements RequestSource {
    private final List<String> paths;
    private final SortedMap<Long, byte[]> bodies = new TreeMap<>();
    private String failure = "";
    private int next;

    Posts(List<String> paths) {
      this.paths = paths;
    }

    @Override
    public boolean next(RequestBuffer request) {
      if (next == paths.size() || !failure.isEmpty()) {
        return false;
      }
      request.post().path(paths.get(next)).tag(next);
      next++;
      return true;
    }

    @Override
    public void answered(long tag, HttpResponse answer) {
      if (answer.isOk()) {
        bodies.put(tag, answer.copyOfBody());
      } else {
        fail(tag, answer.status() + " " + answer.bodyText());
      }
    }

    @Override
    public void broken(long tag, ConnectionError breakage) {
      fail(tag, breakage.toString());
    }

    private void fail(long tag, String reason) {
      failure = paths.get((int) tag) + ": " + reason;
    }
  }
}
