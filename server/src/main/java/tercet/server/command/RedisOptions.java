package tercet.server.command;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import tercet.server.config.StoreChoice;
import tercet.store.redis.RedisLimits;

/** Options of a store on Redis. */
final class RedisOptions {
  /** Where a server keeps acknowledged commits. */
  enum Durability {
    DISK,
    MEMORY;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--redis-url",
      paramLabel = "URL",
      description =
          "redis://host:port, redis-sentinel://host:port,host:port/master or "
              + "redis-cluster://host:port,host:port; rediss with TLS; user@ before the hosts.")
  private String url = "redis://127.0.0.1:6379";

  @Option(
      names = "--redis-password",
      paramLabel = "TEXT",
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      description =
          "Password at Redis. Better set TERCET_REDIS_PASSWORD: other users can read command"
              + " lines.")
  private String password = "";

  @Option(
      names = "--redis-password-file",
      paramLabel = "FILE",
      description = "File with the password. It is read for each connection, so it can change.")
  private @Nullable Path passwordFile;

  @Option(
      names = "--redis-ca-file",
      paramLabel = "FILE",
      description =
          "File with the certificates that sign those of the servers (PEM), for rediss. Without it"
              + " those that Java trusts.")
  private @Nullable Path caFile;

  @Option(
      names = "--redis-prefix",
      paramLabel = "TEXT",
      description =
          "Prefix of all names in Redis. Services that share servers need different ones.")
  private String prefix = "tercet";

  @Option(
      names = "--redis-replicas",
      paramLabel = "N",
      description =
          "Number of replicas that must confirm each commit: all that could become the master.")
  private int replicas;

  @Option(
      names = "--redis-durability",
      paramLabel = "WHERE",
      description =
          "${COMPLETION-CANDIDATES}: where Redis must have a commit before it counts. With disk, a"
              + " start is refused on servers that lose acknowledged commits when they restart.")
  private Durability durability = Durability.DISK;

  @Option(
      names = "--redis-cached-records",
      paramLabel = "N",
      description = "Records that the node caches, so that most commits need no read.")
  private int cachedRecords = RedisLimits.CACHED_RECORDS;

  StoreChoice.Redis choice() {
    return new StoreChoice.Redis(
        url,
        password,
        passwordFile,
        caFile,
        prefix,
        replicas,
        durability == Durability.MEMORY,
        cachedRecords);
  }
}
