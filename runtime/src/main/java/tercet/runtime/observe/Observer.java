package tercet.runtime.observe;

import org.jspecify.annotations.Nullable;

/**
 * Hears the requests of clients and the decisions of shards, after they are durable and sent. It
 * changes nothing, and nothing waits for it: implementations return at once, throw nothing, and are
 * safe for any number of threads.
 */
public interface Observer {
  /** Ignores everything; with it nothing is collected, and no clock is read. */
  Observer NONE = new NoopObserver();

  /** Whether it wants to be told anything; always the same. */
  boolean listens();

  /** A batch was committed, and its messages were handed to the transport. */
  void decided(Batch batch);

  /**
   * A client's request has its answer, which is not yet on its way.
   *
   * @return the header {@code traceresponse} for the client, or null for none
   */
  @Nullable String answered(Exchange exchange);
}
