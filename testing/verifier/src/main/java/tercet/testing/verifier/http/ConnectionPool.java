package tercet.testing.verifier.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** The connections of one run: as many as wanted, opened again when they are lost. */
final class ConnectionPool implements AutoCloseable {
  private static final long OPENING_NANOS_MAX = Duration.ofSeconds(3).toNanos();

  /** A selector waits whole milliseconds: a shorter wait is a nap between two looks. */
  private static final long SELECT_NANOS_MIN = Duration.ofMillis(2).toNanos();

  private static final long NAP_NANOS = 50_000;
  private static final long NANOS_PER_MILLISECOND = 1_000_000;

  private final Address address;
  private final int wanted;
  private final Reopening reopening;
  private final Selector selector;
  private final Set<ClientConnection> connections = new LinkedHashSet<>();
  private final ArrayDeque<ClientConnection> idle = new ArrayDeque<>();
  private int opened;
  private int idleMost;
  private int opening;

  ConnectionPool(Address address, LoadSettings settings) throws IOException {
    this.address = address;
    this.wanted = settings.connections();
    this.reopening = new Reopening(settings.reopenPauseMax());
    this.selector = Selector.open();
  }

  /** Waits until connections are ready or the time is over, and hands over each that is. */
  void await(long nanos, Consumer<SelectionKey> serve) throws IOException {
    if (nanos >= SELECT_NANOS_MIN) {
      selector.select(serve, nanos / NANOS_PER_MILLISECOND - 1);
    } else if (selector.selectNow(serve) == 0 && nanos > 0) {
      LockSupport.parkNanos(Math.min(nanos, NAP_NANOS));
    }
  }

  /** Begins to open the missing connections, as far as the server's health allows. */
  void openMissing(long now) throws IOException {
    int there = connections.size();
    int toOpen = reopening.toOpen(now, wanted - there, opening);
    for (int i = 0; i < toOpen; i++) {
      try {
        connections.add(
            ClientConnection.open(selector, address, System.nanoTime() + OPENING_NANOS_MAX));
        opened++;
        opening++;
      } catch (ConnectException e) {
        reopening.failed(now);
        return;
      } catch (SocketException e) {
        throw String.valueOf(e.getMessage()).contains("Too many open files")
            ? new TooFewConnectionsException(
                ("this process may open only %,d connections, not %,d: ask for fewer, or raise the"
                        + " number of open files in the shell before (ulimit -n %d)")
                    .formatted(connections.size(), wanted, 2 * wanted))
            : e;
      }
    }
  }

  /** Those on which something should have happened by now. */
  List<ClientConnection> overdue(long now) {
    return connections.stream().filter(connection -> connection.isOverdue(now)).toList();
  }

  boolean isFull() {
    return idle.size() == wanted;
  }

  /** How many have been idle at once. */
  int idleMost() {
    return idleMost;
  }

  boolean hasIdle() {
    return !idle.isEmpty();
  }

  /** The one that is idle longest, so that all take turns. */
  ClientConnection firstIdle() {
    return idle.element();
  }

  ClientConnection takeIdle() {
    return idle.remove();
  }

  void putIdle(ClientConnection connection) {
    noteOpened(connection);
    connection.becomeIdle();
    idle.add(connection);
    idleMost = Math.max(idleMost, idle.size());
  }

  private void noteOpened(ClientConnection connection) {
    if (connection.state() == ClientConnection.State.OPENING) {
      opening--;
    }
  }

  /** Closes a connection without blame. */
  void discard(ClientConnection connection) {
    noteOpened(connection);
    if (connection.state() == ClientConnection.State.IDLE) {
      idle.remove(connection);
    }
    connection.close();
    connections.remove(connection);
  }

  /** Closes a connection that should have stayed, and is careful with the next. */
  void giveUp(ClientConnection connection, long now) {
    discard(connection);
    reopening.failed(now);
  }

  /** The server has shown that it works. */
  void worked() {
    reopening.worked();
  }

  /** How many connections were opened beyond those wanted, in the place of lost ones. */
  int reopened() {
    return Math.max(0, opened - wanted);
  }

  @Override
  public void close() throws IOException {
    connections.forEach(ClientConnection::close);
    selector.close();
  }
}
