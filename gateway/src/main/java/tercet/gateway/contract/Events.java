package tercet.gateway.contract;

import org.jspecify.annotations.Nullable;

/** The body of a reply that goes on while the client listens. For one thread. */
public interface Events extends AutoCloseable {
  /** Waits for the next bytes; null if there will be no more. */
  byte @Nullable [] next();

  /** The client listens no more. */
  @Override
  void close();
}
