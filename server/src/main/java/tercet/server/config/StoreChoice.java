package tercet.server.config;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where the records of a node are kept. */
public sealed interface StoreChoice {
  /**
   * In the data folder of the node, which has no other user.
   *
   * @param acceptLoss whether a start with a damaged journal goes on with what was true before
   * @param acceptClock whether a start believes a clock that is behind what the data has seen
   */
  record RocksDb(boolean acceptLoss, boolean acceptClock) implements StoreChoice {}

  /**
   * In a PostgreSQL database.
   *
   * @param url for JDBC; may name several servers
   * @param passwordFile holds the password instead, if it is not null
   * @param schema within the database
   * @param runsMax how often a commit that conflicts is run before a smaller batch is
   */
  record Postgres(
      String url,
      String user,
      String password,
      @Nullable Path passwordFile,
      String schema,
      int runsMax)
      implements StoreChoice {
    @Override
    public String toString() {
      return "postgres, schema " + schema; // a password is not for logs
    }
  }

  /** As it is written on the command line. */
  enum Name {
    ROCKSDB,
    POSTGRES;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
