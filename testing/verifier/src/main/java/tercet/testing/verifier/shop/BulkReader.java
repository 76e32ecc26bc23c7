package tercet.testing.verifier.shop;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import tercet.testing.verifier.http.ConnectionError;
import tercet.testing.verifier.http.HttpResponse;
import tercet.testing.verifier.http.LoadClient;
import tercet.testing.verifier.http.LoadResult;
import tercet.testing.verifier.http.LoadSettings;
import tercet.testing.verifier.http.RequestBuffer;
import tercet.testing.verifier.http.RequestSource;

/**
 * Reads many records over many connections. A read without a definite answer is repeated. A record
 * that the service does not know (4xx) is missing in the result, which is in the order of the ids.
 *
 * <p>The records are read one after the other while the shop may go on: together they are no
 * snapshot unless it rests.
 */
public final class BulkReader {
  private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();
  private static final Duration PROGRESS_EVERY = Duration.ofSeconds(2);

  /** The part of all records that counts as progress. */
  private static final double PROGRESS_MIN = 0.1;

  private final URI base;
  private final LoadSettings settings;
  private final Duration timeout;
  private final ReadProgress progress;
  private final Oddities oddities;

  /**
   * @param base address of the shop
   * @param connections to read over, 1 to {@value LoadSettings#CONNECTIONS_MAX}
   * @param timeout for each call of this reader, and again whenever a tenth of its records was read
   *     in that time: a slow shop is read to the end, and one that stands still is given up
   */
  public BulkReader(URI base, int connections, Duration timeout) {
    this(
        base,
        LoadSettings.closedLoop(connections).withGoneAfter(timeout),
        timeout,
        ReadProgress.NONE,
        new Oddities());
  }

  private BulkReader(
      URI base, LoadSettings settings, Duration timeout, ReadProgress progress, Oddities oddities) {
    this.base = base;
    this.settings = settings;
    this.timeout = timeout;
    this.progress = progress;
    this.oddities = oddities;
  }

  /**
   * The same.
   *
   * @param others hear what is unlike the contract in the answers, though it can be read
   */
  public BulkReader noting(Oddities others) {
    return new BulkReader(base, settings, timeout, progress, others);
  }

  /**
   * The same with a line every 2 s of a reading that takes longer.
   *
   * @param lines hears each, from the thread that reads
   */
  public BulkReader telling(Consumer<String> lines) {
    return telling(new ReadProgress(PROGRESS_EVERY, lines));
  }

  BulkReader telling(ReadProgress other) {
    return new BulkReader(base, settings, timeout, other, oddities);
  }

  /**
   * @throws UnreadableShopException if not all could be read in time
   * @throws BrokenContractException if the shop says 200 with a body that cannot be read
   */
  public Map<UserId, User> users(Collection<UserId> ids) {
    return read("users", ShopAnswers.FIND_USER, ids, UserId::text, (id, answer) -> answer.user(id));
  }

  /**
   * @throws UnreadableShopException if not all could be read in time
   * @throws BrokenContractException if the shop says 200 with a body that cannot be read
   */
  public Map<ItemId, Item> items(Collection<ItemId> ids) {
    return read("items", ShopAnswers.FIND_ITEM, ids, ItemId::text, (id, answer) -> answer.item(id));
  }

  /**
   * @throws UnreadableShopException if not all could be read in time
   * @throws BrokenContractException if the shop says 200 with a body that cannot be read
   */
  public Map<OrderId, Order> orders(Collection<OrderId> ids) {
    return read(
        "orders", ShopAnswers.FIND_ORDER, ids, OrderId::text, (id, answer) -> answer.order(id));
  }

  private <I, T> Map<I, T> read(
      String what, String path, Collection<I> ids, Text<I> text, Reading<I, T> reading) {
    Map<I, T> found = LinkedHashMap.newLinkedHashMap(ids.size());
    ReadProgress.Reading told = progress.of(what, ids.size());
    Reads<I, T> reads = new Reads<>(path, List.copyOf(ids), text, reading, found, told, oddities);
    int atStart = reads.wanted.size();
    long end = System.nanoTime() + timeout.toNanos();
    while (!reads.wanted.isEmpty()) {
      if (atStart - reads.wanted.size() >= ids.size() * PROGRESS_MIN) {
        atStart = reads.wanted.size();
        end = System.nanoTime() + timeout.toNanos();
      }
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new UnreadableShopException(
            "%d of %d records under %s without an answer within %s; the last try: %s"
                .formatted(reads.wanted.size(), ids.size(), path, timeout, reads.lastFailure),
            null);
      }
      run(reads, left);
    }
    Map<I, T> sorted = LinkedHashMap.newLinkedHashMap(found.size());
    for (I id : ids) {
      T record = found.get(id);
      if (record != null) {
        sorted.put(id, record);
      }
    }
    return sorted;
  }

  private void run(Reads<?, ?> reads, long nanosLeft) {
    int connections = Math.min(settings.connections(), reads.wanted.size());
    LoadSettings round = settings.withConnections(connections);
    try {
      LoadResult result =
          new LoadClient(base, round.withDuration(Duration.ofNanos(nanosLeft))).run(reads);
      if (reads.beginRound() && result.ending() == LoadResult.Ending.ALL_ASKED) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (IOException e) {
      throw new UnreadableShopException("this machine has no connections to read over", e);
    }
  }

  private interface Text<I> {
    String of(I id);
  }

  private interface Reading<I, T> {
    T from(I id, HttpAnswer answer);
  }

  /**
   * Asks for each wanted record once; a record without a definite answer is wanted in the next
   * round.
   */
  private static final class Reads<I, T> implements RequestSource {
    private final String path;
    private final String route;
    private final Text<I> text;
    private final Reading<I, T> reading;
    private final Map<I, T> found;
    private final ReadProgress.Reading progress;
    private final Oddities oddities;
    private final List<I> unanswered = new ArrayList<>();
    private String lastFailure = "no connection";
    private List<I> wanted;
    private int next;

    Reads(
        String path,
        List<I> wanted,
        Text<I> text,
        Reading<I, T> reading,
        Map<I, T> found,
        ReadProgress.Reading progress,
        Oddities oddities) {
      this.path = path;
      this.route = ShopAnswers.route("GET", path);
      this.wanted = wanted;
      this.text = text;
      this.reading = reading;
      this.found = found;
      this.progress = progress;
      this.oddities = oddities;
    }

    /** True if there is anything left to ask. */
    boolean beginRound() {
      unanswered.addAll(wanted.subList(next, wanted.size()));
      wanted = List.copyOf(unanswered);
      unanswered.clear();
      next = 0;
      return !wanted.isEmpty();
    }

    @Override
    public boolean next(RequestBuffer request) {
      if (next == wanted.size()) {
        return false;
      }
      request.get().path(path).path(text.of(wanted.get(next))).tag(next);
      next++;
      return true;
    }

    @Override
    public void answered(long tag, HttpResponse response) {
      I id = wanted.get((int) tag);
      HttpAnswer answer = HttpAnswer.of(route, response, oddities);
      if (response.status() >= 500) {
        lastFailure = answer.described();
        unanswered.add(id);
        return;
      }
      if (response.isOk()) {
        found.put(id, reading.from(id, answer));
      }
      progress.advance();
    }

    @Override
    public void broken(long tag, ConnectionError breakage) {
      lastFailure = route + ": " + breakage.words();
      unanswered.add(wanted.get((int) tag));
    }
  }
}
