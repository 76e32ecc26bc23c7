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
  /** Where a server keeps what it acknowledges. */
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
      description = "Better set as TERCET_REDIS_PASSWORD: command lines can be seen.")
  private String password = "";

  @Option(
      names = "--redis-password-file",
      paramLabel = "FILE",
      description = "Holds the password instead; read for each connection, so it can be changed.")
  private @Nullable Path passwordFile;

  @Option(
      names = "--redis-prefix",
      paramLabel = "TEXT",
      description = "What all names in Redis begin with.")
  private String prefix = "tercet";

  @Option(
      names = "--redis-replicas",
      paramLabel = "N",
      description = "How many replicas confirm each commit: all that may become the master.")
  private int replicas;

  @Option(
      names = "--redis-durability",
      paramLabel = "WHERE",
      description =
          "${COMPLETION-CANDIDATES}: whether servers that forget at a restart what they have "
              + "acknowledged are refused or accepted.")
  private Durability durability = Durability.DISK;

  @Option(
      names = "--redis-cached-records",
      paramLabel = "N",
      description = "Records that the node remembers, so that most commits need no read.")
  private int cachedRecords = RedisLimits.CACHED_RECORDS;

  StoreChoice choice() {
    return new StoreChoice.Redis(
        url,
        password,
        passwordFile,
        prefix,
        replicas,
        durability == Durability.MEMORY,
        cachedRecords);
  }
}
