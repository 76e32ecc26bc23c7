package tercet.server.config;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where the records of a node are kept. */
public sealed interface StoreChoice {
  /** Whether it was chosen with the knowledge that a crash may lose acknowledged commits. */
  default boolean acceptsLossByCrash() {
    return this instanceof Redis redis && redis.inMemory();
  }

  /**
   * In the data folder of the node, which has no other user.
   *
   * @param acceptLoss whether a start with a damaged journal goes on with the state before
   * @param acceptClock whether a start believes a clock that is behind what the data has seen
   * @param backups folder for backups, in one for each node
   */
  record RocksDb(boolean acceptLoss, boolean acceptClock, Path backups) implements StoreChoice {}

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

  /**
   * In Redis.
   *
   * @param url of a server, of sentinels or of a cluster; holds no password
   * @param passwordFile holds the password instead, if it is not null
   * @param caFile certificates that sign those of the servers; null for those that Java trusts
   * @param prefix of all names
   * @param replicas that confirm each commit
   * @param inMemory whether servers may forget at a restart what they have acknowledged
   * @param cachedRecords remembered by the node
   */
  record Redis(
      String url,
      String password,
      @Nullable Path passwordFile,
      @Nullable Path caFile,
      String prefix,
      int replicas,
      boolean inMemory,
      int cachedRecords)
      implements StoreChoice {
    @Override
    public String toString() {
      return "redis, prefix " + prefix; // a password is not for logs
    }
  }

  /** Its name on the command line. */
  enum Name {
    ROCKSDB,
    POSTGRES,
    REDIS;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
