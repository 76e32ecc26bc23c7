package tercet.testing.verifier.shop;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import tercet.testing.verifier.http.DoublingPause;
import tercet.testing.verifier.http.LoadClient;
import tercet.testing.verifier.http.LoadSettings;

/**
 * Prepares many records over many connections, where {@code batch_init} would overwrite existing
 * ones. A shop that answers 5xx, breaks connections off or stays silent is asked again, with
 * growing pauses.
 *
 * <p>Nothing that changes a record is ever sent twice. A record whose change got no clear answer is
 * read: if the change is there, the record is kept, and otherwise another one is made in its place.
 * The change may still come late, but then to a record that takes no part.
 *
 * <p>Each method throws {@link UnexpectedReplyException} with the route and its last answer if the
 * shop refuses a call, or answers none after {@value #TRIES_MAX} tries. It throws {@link
 * BrokenContractException} if an id cannot be read, as {@link SameIdException} if two new records
 * got the same one, and {@link UnreadableShopException} if a record with an unclear change cannot
 * be read. Some records may have been made then.
 */
public final class BulkWriter {
  /** With pauses of 0.1 s to 3.2 s, 9.5 s in all. */
  static final int TRIES_MAX = 8;

  private static final long PAUSE_NANOS_MIN = Duration.ofMillis(100).toNanos();
  private static final long PAUSE_NANOS_MAX = Duration.ofMillis(3_200).toNanos();
  private static final Duration GONE_AFTER = Duration.ofSeconds(5);
  private static final Duration READING_MAX = Duration.ofSeconds(30);
  private static final double NANOS_PER_SECOND = 1e9;

  private final URI base;
  private final LoadSettings settings;
  private final long pauseNanosMax;
  private final Oddities oddities;
  private final Consumer<String> progress;

  /**
   * @param base address of the shop
   * @param connections to write over, 1 to {@value LoadSettings#CONNECTIONS_MAX}
   */
  public BulkWriter(URI base, int connections) {
    this(base, connections, new Oddities(), _ -> {});
  }

  /**
   * @param base address of the shop
   * @param connections to write over, 1 to {@value LoadSettings#CONNECTIONS_MAX}
   * @param oddities hear what is unlike the contract in the answers, though it can be read
   * @param progress hears of each pause, line by line
   */
  public BulkWriter(URI base, int connections, Oddities oddities, Consumer<String> progress) {
    this(
        base,
        LoadSettings.closedLoop(connections).withGoneAfter(GONE_AFTER),
        PAUSE_NANOS_MAX,
        oddities,
        progress);
  }

  BulkWriter(
      URI base,
      LoadSettings settings,
      long pauseNanosMax,
      Oddities oddities,
      Consumer<String> progress) {
    this.base = base;
    this.settings = settings;
    this.pauseNanosMax = pauseNanosMax;
    this.oddities = oddities;
    this.progress = progress;
  }

  /** New users, each with this credit. */
  public List<UserId> users(int count, long credit) {
    return make(
        count,
        new Recipe<>(
            "users",
            _ -> new Post("/payment/create_user", ""),
            HttpAnswer::newUser,
            (_, user) ->
                credit == 0
                    ? List.of()
                    : List.of(new Post("/payment/add_funds/", user + "/" + credit)),
            (reader, _, user) ->
                reader.users(List.of(user)).values().stream().anyMatch(u -> u.credit() == credit)));
  }

  /** A new item for each price, in the same order, each with this stock. */
  public List<ItemId> items(List<Long> prices, long stock) {
    return make(
        prices.size(),
        new Recipe<>(
            "items",
            index -> new Post("/stock/item/create/", String.valueOf(prices.get(index))),
            HttpAnswer::newItem,
            (_, item) ->
                stock == 0 ? List.of() : List.of(new Post("/stock/add/", item + "/" + stock)),
            (reader, _, item) ->
                reader.items(List.of(item)).values().stream().anyMatch(i -> i.stock() == stock)));
  }

  /**
   * A new order for each user, in the same order.
   *
   * @param lines of the order at the same place
   */
  public List<OrderId> orders(List<UserId> users, List<List<Line>> lines) {
    return make(
        users.size(),
        new Recipe<>(
            "orders",
            index -> new Post("/orders/create/", users.get(index).text()),
            HttpAnswer::newOrder,
            (index, order) -> lines.get(index).stream().map(line -> addition(order, line)).toList(),
            (reader, index, order) ->
                reader.orders(List.of(order)).values().stream()
                    .anyMatch(o -> o.quantities().equals(Order.quantities(lines.get(index))))));
  }

  private static Post addition(OrderId order, Line line) {
    return new Post("/orders/addItem/", order + "/" + line.item() + "/" + line.quantity());
  }

  /** A call: the path before its arguments, and these. */
  record Post(String path, String arguments) {
    String route() {
      return ShopAnswers.route("POST", path);
    }
  }

  private interface Creation {
    Post of(int index);
  }

  private interface Changes<I> {
    List<Post> of(int index, I id);
  }

  private interface Look<I> {
    boolean isComplete(BulkReader reader, int index, I id);
  }

  /**
   * How records of a kind are made.
   *
   * @param kind in the plural
   * @param creation of the record at an index
   * @param id in the answer to it
   * @param changes that follow, in any order
   * @param look whether a record has all changes
   */
  private record Recipe<I>(
      String kind, Creation creation, HttpAnswer.Reading<I> id, Changes<I> changes, Look<I> look) {}

  private <I> List<I> make(int count, Recipe<I> recipe) {
    long start = System.nanoTime();
    SortedMap<Integer, I> made = new TreeMap<>();
    Map<Integer, I> untouched = new HashMap<>();
    Set<I> given = new HashSet<>();
    for (int tries = 1; ; tries++) {
      String failure = create(count, recipe, made, untouched, given);
      String later = change(recipe, made, untouched);
      if (made.size() == count) {
        return List.copyOf(made.values());
      }
      String last = later.isEmpty() ? failure : later;
      String lacking =
          "%,d of %,d %s could not be made".formatted(count - made.size(), count, recipe.kind());
      if (tries == TRIES_MAX) {
        double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
        throw new UnexpectedReplyException(
            "%s in %d tries within %.1f s. The last answer: %s"
                .formatted(lacking, tries, seconds, last));
      }
      long pause = DoublingPause.nanos(PAUSE_NANOS_MIN, pauseNanosMax, tries);
      progress.accept(
          "  %s (%s); again in %.1f s".formatted(lacking, last, pause / NANOS_PER_SECOND));
      LockSupport.parkNanos(pause);
    }
  }

  /**
   * Creates what is missing; a twin whose answer was lost is harmless.
   *
   * @param given all ids that the shop has given so far
   * @return the last failure; empty if there was none
   */
  private <I> String create(
      int count, Recipe<I> recipe, Map<Integer, I> made, Map<Integer, I> untouched, Set<I> given) {
    List<Integer> missing =
        IntStream.range(0, count)
            .filter(index -> !made.containsKey(index) && !untouched.containsKey(index))
            .boxed()
            .toList();
    return send(
        missing.stream().map(recipe.creation()::of).toList(),
        _ -> {},
        (number, answer) -> {
          I id = recipe.id().from(answer);
          if (!given.add(id)) {
            throw new SameIdException(
                "%s gave the id %s twice: two new %s are one record"
                    .formatted(
                        recipe.creation().of(missing.get(number)).route(), id, recipe.kind()));
          }
          untouched.put(missing.get(number), id);
        });
  }

  /** Moves those records that have all their changes; those with half of them are left behind. */
  private <I> String change(Recipe<I> recipe, Map<Integer, I> made, Map<Integer, I> untouched) {
    List<Post> posts = new ArrayList<>();
    List<Integer> owners = new ArrayList<>();
    Map<Integer, Integer> open = new HashMap<>();
    untouched.forEach((index, id) -> {
      List<Post> own = recipe.changes().of(index, id);
      own.forEach(_ -> owners.add(index));
      posts.addAll(own);
      open.put(index, own.size());
    });
    Set<Integer> touched = new HashSet<>();
    String failure =
        send(
            posts,
            number -> touched.add(owners.get(number)),
            (number, answer) -> {
              answer.done();
              open.merge(owners.get(number), -1, Integer::sum);
            });
    BulkReader reader = new BulkReader(base, settings.connections(), READING_MAX).noting(oddities);
    open.forEach((index, count) -> {
      I id = untouched.get(index);
      if (id != null && (count == 0 || touched.contains(index))) {
        untouched.remove(index);
        if (count == 0 || recipe.look().isComplete(reader, index, id)) {
          made.put(index, id);
        }
      }
    });
    return failure;
  }

  private String send(List<Post> posts, Consumer<Integer> sent, BulkPosts.Success success) {
    if (posts.isEmpty()) {
      return "";
    }
    BulkPosts source = new BulkPosts(posts, settings.connections(), sent, success, oddities);
    int connections = Math.min(settings.connections(), posts.size());
    try {
      new LoadClient(base, settings.withConnections(connections)).run(source);
    } catch (IOException e) {
      throw new UnexpectedReplyException("no connections from this machine: " + e);
    }
    return source.failure();
  }
}
