package tercet.tools;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import tercet.server.config.StoreChoice;
import tercet.testing.testbed.server.PostgresServer;
import tercet.testing.testbed.server.RedisServer;

/** The server that a measured shop keeps its records on, if its store needs one. */
final class OwnStore implements AutoCloseable {
  private final Runnable end;
  private final Function<String, List<String>> options;

  private OwnStore(Runnable end, Function<String, List<String>> options) {
    this.end = end;
    this.options = options;
  }

  /** Starts the server, if one is needed; it is installed first if it is missing. */
  static OwnStore start(StoreChoice.Name store, Consumer<String> progress) {
    return switch (store) {
      case ROCKSDB -> new OwnStore(() -> {}, name -> List.of());
      case POSTGRES -> {
        PostgresServer server = PostgresServer.start(progress);
        yield new OwnStore(
            server::close,
            name ->
                List.of(
                    "--store=postgres",
                    "--postgres-url=" + server.url(),
                    "--postgres-user=" + PostgresServer.USER,
                    "--postgres-schema=" + name));
      }
      case REDIS -> {
        RedisServer server = RedisServer.start(progress);
        yield new OwnStore(
            server::close,
            name ->
                List.of("--store=redis", "--redis-url=" + server.url(), "--redis-prefix=" + name));
      }
    };
  }

  /**
   * Options of {@code tercet run} for a shop of its own on it.
   *
   * @param name of a-z, 0-9 and _
   */
  List<String> options(String name) {
    return options.apply(name);
  }

  @Override
  public void close() {
    end.run();
  }
}
