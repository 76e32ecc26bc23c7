package tercet.gateway;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import tercet.runtime.time.FullPause;

/**
 * One HTTP/1.1 connection, with two things that Helidon leaves out: a client that takes too long
 * for a request, be it byte by byte, is cut off like an idle one, and a client whose request could
 * not be read gets the time to read why. Otherwise the kernel would reset the connection while the
 * client is still sending, and the reset can overtake the answer (RFC 9112, section 9.6).
 */
final class Connection implements ServerConnection, ConnectionContext, InterruptableTask<Void> {
  /** How long a client may go on sending before it reads that its request was refused. */
  private static final Duration LINGER = Duration.ofSeconds(1);

  private final ConnectionContext socket;
  private final Router router;
  private final ServerConnection http;
  private final GatewaySettings.Limits limits;
  private final AddressLimit addresses;
  private final BooleanSupplier stopping;
  private final DataReader reader;

  /** When the first byte of a request came that is not whole yet; 0 without one. */
  private volatile long requestNanos;

  private volatile boolean answering;
  private volatile boolean closing;

  /**
   * @param socket on which it speaks
   * @param protocol how it speaks
   * @param router that its requests go to
   * @param stopping whether the listener has begun to close its connections, and may not know this
   *     one
   */
  Connection(
      ConnectionContext socket,
      ServerConnectionSelector protocol,
      Router router,
      GatewaySettings.Limits limits,
      AddressLimit addresses,
      BooleanSupplier stopping) {
    this.socket = socket;
    this.router = router;
    this.limits = limits;
    this.addresses = addresses;
    this.stopping = stopping;
    this.reader = DataReader.create(this::received);
    this.http = protocol.connection(this);
  }

  private byte[] received() {
    byte[] bytes;
    try {
      bytes = socket.serverSocket().get();
    } catch (UncheckedIOException gone) {
      throw new ServerConnectionException("the client is gone", gone);
    }
    if (requestNanos == 0) {
      requestNanos = System.nanoTime() | 1; // never 0
    }
    return bytes;
  }

  /** Says whether a whole request has been read and is being answered. */
  void answering(boolean now) {
    answering = now;
    requestNanos = 0;
  }

  /** Speaks until the client has closed, or a request could not be read and was told so. */
  @Override
  public void handle(Limit limit) throws InterruptedException {
    SocketAddress client = remotePeer().address();
    if (!addresses.enter(client)) {
      dataWriter().writeNow(BufferData.create(ConnectionErrors.tooManyConnections()));
      discardInput();
      return;
    }
    try {
      if (stopping.getAsBoolean()) { // asked when Helidon knows the connection: one of us sees it
        close(false);
      }
      http.handle(limit);
      if (!closing) {
        discardInput();
      }
    } finally {
      addresses.leave(client);
    }
  }

  private void discardInput() {
    Thread reader = Thread.currentThread();
    CountDownLatch closed = new CountDownLatch(1);
    Thread.startVirtualThread(() -> interruptUnless(closed, reader));
    try {
      while (socket.serverSocket().get() != null) {
        // bytes after a request that could not be read are ignored
      }
    } catch (RuntimeException failed) {
      // closed by the client, or its time was up: there is nothing left to wait for
    } finally {
      closed.countDown();
    }
  }

  private static void interruptUnless(CountDownLatch closed, Thread reader) {
    try {
      if (!closed.await(LINGER.toMillis(), TimeUnit.MILLISECONDS)) {
        reader.interrupt();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Duration idleTime() {
    long began = requestNanos;
    return began != 0 && System.nanoTime() - began > limits.requestWithin().toNanos()
        ? ChronoUnit.FOREVER.getDuration()
        : http.idleTime();
  }

  /**
   * Closes it.
   *
   * @param interrupt at once; otherwise after the answer to the request that it has, or that may be
   *     on its way
   */
  @Override
  public void close(boolean interrupt) {
    closing = true;
    if (interrupt) {
      http.close(true);
    } else {
      Thread.startVirtualThread(this::closeAfterLastRequest);
    }
  }

  private void closeAfterLastRequest() {
    FullPause.of(limits.lastRequest());
    http.close(!answering);
  }

  /** False also for one that is closing: it ends by itself. */
  @Override
  public boolean canInterrupt() {
    return !answering && !closing;
  }

  @Override
  public DataWriter dataWriter() {
    return socket.dataWriter();
  }

  @Override
  public DataReader dataReader() {
    return reader;
  }

  @Override
  public Router router() {
    return router;
  }

  @Override
  public ListenerContext listenerContext() {
    return socket.listenerContext();
  }

  @Override
  public ExecutorService executor() {
    return socket.executor();
  }

  @Override
  public Optional<ProxyProtocolData> proxyProtocolData() {
    return socket.proxyProtocolData();
  }

  @Override
  public HelidonSocket serverSocket() {
    return socket.serverSocket();
  }

  @Override
  public PeerInfo remotePeer() {
    return socket.remotePeer();
  }

  @Override
  public PeerInfo localPeer() {
    return socket.localPeer();
  }

  @Override
  public boolean isSecure() {
    return socket.isSecure();
  }

  @Override
  public String socketId() {
    return socket.socketId();
  }

  @Override
  public String childSocketId() {
    return socket.childSocketId();
  }
}
