package tercet.testing.verifier.http;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Drives one server with requests over many connections from one thread.
 *
 * <p>First all connections are opened, then the first requests start together. A connection that
 * breaks is opened again, with pauses that grow while the server is away, so a run goes on over a
 * crash and a restart at the same address; requests in flight are reported as broken.
 *
 * <p>A client can run many times, one after the other. Only {@link #stop} may be called from
 * another thread.
 */
public final class LoadClient {
  private final Address address;
  private final LoadSettings settings;
  private final AtomicBoolean stop = new AtomicBoolean();

  /**
   * @param base address of the server, for example {@code http://localhost:8000}; its path is not
   *     used
   */
  public LoadClient(URI base, LoadSettings settings) {
    this.address = Address.of(base);
    this.settings = settings;
  }

  /**
   * Runs until there is a reason to end, see {@link LoadSettings}. An exception of the workload
   * ends the run and passes through.
   *
   * @throws IOException if this machine refuses a selector or a socket, as {@link
   *     TooFewConnectionsException} if a process may open too few files; never for the server's
   *     sake
   */
  public LoadResult run(RequestSource workload) throws IOException {
    try (LoadRun run = new LoadRun(address, settings, workload, stop)) {
      return run.run();
    }
  }

  /**
   * Lets this run and any later one of this client start no more requests. The run notices within
   * milliseconds and returns once those in flight are over.
   */
  public void stop() {
    stop.set(true);
  }
}
