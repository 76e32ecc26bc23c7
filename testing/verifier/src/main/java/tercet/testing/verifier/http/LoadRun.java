package tercet.testing.verifier.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run of a {@link LoadClient}: the loop that waits for its connections and serves them. */
final class LoadRun implements AutoCloseable {
  private static final int READ_BYTES = 64 * 1024;

  /** How often timeouts, lost connections and the stop signal are looked at. */
  private static final long UPKEEP_NANOS = Duration.ofMillis(10).toNanos();

  private final LoadSettings settings;
  private final RequestSource workload;
  private final AtomicBoolean stop;
  private final ConnectionPool pool;
  private final RequestBuffer request;
  private final HttpResponse answer = new HttpResponse();
  private final Tally tally = new Tally();
  private final ByteBuffer in = ByteBuffer.allocate(READ_BYTES);
  private final Consumer<SelectionKey> serve = this::serve;

  /** Null before the first and after the last start of a request: then nothing may start. */
  private @Nullable Schedule schedule;

  /** The workload had nothing to ask, and nothing has happened since that could change it. */
  private boolean exhausted;

  private int inFlight;
  private long endNanos;
  private long lastOutcomeNanos;
  private long lastOpenNanos;
  private long nextUpkeepNanos;

  LoadRun(Address address, LoadSettings settings, RequestSource workload, AtomicBoolean stop)
      throws IOException {
    this.settings = settings;
    this.workload = workload;
    this.stop = stop;
    this.request = new RequestBuffer(address.toString(), ClientToken.header());
    this.pool = new ConnectionPool(address, settings);
  }

  LoadResult run() throws IOException {
    LoadResult.@Nullable Ending ending = openAll();
    int connections = pool.idleMost();
    long start = System.nanoTime();
    lastOpenNanos = start;
    lastOutcomeNanos = start;
    endNanos = start + settings.duration().toNanos();
    Schedule paced = new Schedule(settings.pace(), start);
    schedule = ending == null ? paced : null;
    while (ending == null || inFlight > 0) {
      long now = System.nanoTime();
      startDue(now);
      if (ending == null) {
        ending = reasonToEnd(paced, now);
      }
      if (ending != null) {
        schedule = null;
      }
      if (ending == null || inFlight > 0) {
        pool.await(nanosToWait(now), serve);
        keepUp(System.nanoTime());
      }
    }
    return tally.result(ending, connections, pool.reopened(), lastOutcomeNanos - start);
  }

  /**
   * Opens all connections, so that the first requests start together; only some, if the server does
   * not take more.
   */
  private LoadResult.@Nullable Ending openAll() throws IOException {
    lastOpenNanos = System.nanoTime();
    while (!pool.isFull()) {
      long now = System.nanoTime();
      if (stop.get()) {
        return LoadResult.Ending.STOPPED;
      }
      if (isGone(now)) {
        return pool.hasIdle() ? null : LoadResult.Ending.SERVER_GONE;
      }
      nextUpkeepNanos = now;
      keepUp(now);
      pool.await(UPKEEP_NANOS, serve);
    }
    return null;
  }

  private LoadResult.@Nullable Ending reasonToEnd(Schedule paced, long now) {
    if (stop.get()) {
      return LoadResult.Ending.STOPPED;
    }
    if (tally.sentInAll() >= settings.requestsMax() || (exhausted && inFlight == 0)) {
      return LoadResult.Ending.ALL_ASKED;
    }
    if (isOver(paced, now)) {
      return LoadResult.Ending.TIME_OVER;
    }
    return isGone(now) ? LoadResult.Ending.SERVER_GONE : null;
  }

  /**
   * Requests that were due before the end but found no free connection are still sent and measured.
   */
  private boolean isOver(Schedule paced, long now) {
    return paced.nextStart(now) - endNanos >= 0;
  }

  private boolean isGone(long now) {
    return now - lastOpenNanos > settings.goneAfter().toNanos();
  }

  private void startDue(long now) {
    Schedule paced = schedule;
    while (paced != null
        && !exhausted
        && pool.hasIdle()
        && paced.nanosUntilNext(now) <= 0
        && !isOver(paced, now)
        && tally.sentInAll() < settings.requestsMax()
        && !stop.get()) {
      request.begin(pool.firstIdle().out);
      if (workload.next(request)) {
        send(pool.takeIdle(), paced, now);
      } else {
        exhausted = true;
      }
    }
  }

  private void send(ClientConnection connection, Schedule paced, long now) {
    request.end();
    tally.sent();
    inFlight++;
    long start = paced.nextStart(now);
    paced.take();
    try {
      connection.send(request.tag(), start, now + settings.requestTimeout().toNanos());
    } catch (IOException e) {
      giveUp(connection, ConnectionError.RESET, now);
    }
  }

  private long nanosToWait(long now) {
    Schedule paced = schedule;
    return paced == null || exhausted || !pool.hasIdle()
        ? UPKEEP_NANOS
        : Math.min(UPKEEP_NANOS, paced.nanosUntilNext(now));
  }

  private void serve(SelectionKey key) {
    ClientConnection connection = (ClientConnection) key.attachment();
    try {
      if (connection.state() == ClientConnection.State.OPENING) {
        finishOpening(connection);
        return;
      }
      if (connection.isReadyToWrite()) {
        connection.continueSending();
      }
      if (connection.isReadyToRead()) {
        do {
          read(connection);
        } while (connection.hasMore());
      }
    } catch (IOException e) {
      giveUp(connection, ConnectionError.RESET, System.nanoTime());
    } catch (MalformedResponseException e) {
      giveUp(connection, ConnectionError.MALFORMED, System.nanoTime());
    }
  }

  private void finishOpening(ClientConnection connection) throws IOException {
    if (connection.finishOpening()) {
      long now = System.nanoTime();
      int idleBefore = pool.idleMost();
      pool.putIdle(connection);
      // A server may take what is too much and close it at once: more open than ever is progress.
      if (schedule != null || pool.idleMost() > idleBefore) {
        lastOpenNanos = now;
      }
      if (schedule == null) {
        // No request is on its way that could prove that the server works: being there must do.
        pool.worked();
      }
      startDue(now);
    }
  }

  private void read(ClientConnection connection) throws IOException, MalformedResponseException {
    boolean isBusy = connection.state() == ClientConnection.State.BUSY;
    if (!connection.read(in)) {
      if (isBusy && connection.response.end()) {
        finish(connection, false);
      } else {
        giveUp(connection, ConnectionError.ENDED, System.nanoTime());
      }
      return;
    }
    int length = in.limit();
    int taken = isBusy ? connection.response.feed(in.array(), 0, length) : 0;
    boolean hasMore = taken < length;
    if (isBusy && connection.response.isDone()) {
      // Bytes behind the answer belong to no request: nothing that follows could be trusted.
      finish(connection, !hasMore && !connection.out.hasRemaining());
    } else if (hasMore) {
      giveUp(connection, ConnectionError.MALFORMED, System.nanoTime());
    }
  }

  private void finish(ClientConnection connection, boolean keepsOpen) {
    long now = System.nanoTime();
    answer.set(connection.response, now - connection.startNanos(), now);
    tally.answered(answer.status(), answer.latencyNanos());
    pool.worked();
    lastOpenNanos = now;
    settle(now);
    workload.answered(connection.tag(), answer);
    if (keepsOpen && !connection.response.closes()) {
      pool.putIdle(connection);
    } else {
      pool.discard(connection);
      nextUpkeepNanos = now;
    }
    startDue(System.nanoTime());
  }

  /** Gives up a connection that did not end as it should, with the request on it, if any. */
  private void giveUp(ClientConnection connection, ConnectionError breakage, long now) {
    switch (connection.state()) {
      case BUSY -> {
        pool.giveUp(connection, now);
        tally.broken(breakage);
        settle(now);
        workload.broken(connection.tag(), breakage);
      }
      case OPENING -> pool.giveUp(connection, now);
      // A server may end idle connections as it likes.
      case IDLE, CLOSED -> pool.discard(connection);
    }
  }

  private void settle(long now) {
    inFlight--;
    exhausted = false;
    lastOutcomeNanos = now;
  }

  private void keepUp(long now) throws IOException {
    if (now - nextUpkeepNanos >= 0) {
      nextUpkeepNanos = now + UPKEEP_NANOS;
      for (ClientConnection connection : pool.overdue(now)) {
        giveUp(connection, ConnectionError.TIMED_OUT, now);
      }
      pool.openMissing(now);
    }
  }

  @Override
  public void close() throws IOException {
    pool.close();
  }
}
