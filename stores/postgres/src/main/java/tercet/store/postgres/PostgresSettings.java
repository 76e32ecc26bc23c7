package tercet.store.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the database is, and the limits of a store on it.
 *
 * @param url for JDBC. Several hosts may be named ({@code jdbc:postgresql://a:5432,b:5432/shop});
 *     the one that is the primary is used, so a failover needs no proxy. Parameters in it win over
 *     the defaults of the store, for example {@code prepareThreshold=0} for a proxy that hands out
 *     connections per transaction
 * @param passwordFile holds the password, if it is not null; it is read for each connection
 * @param schema that holds the records; made if it is missing. Several services may share a
 *     database, each with a schema of its own
 * @param connections kept open at most; one for each lane and one more suffice
 * @param runsMax how often a commit is tried before a smaller batch is
 * @param backoffMax the longest pause between two of these: some time of a slow commit, because a
 *     faster node conflicts until its commit is on disk
 * @param sweepEvery how often expired records are looked for
 * @param sweepRecordsMax removed in one transaction
 */
public record PostgresSettings(
    String url,
    String user,
    String password,
    @Nullable Path passwordFile,
    String schema,
    int connections,
    int runsMax,
    Duration backoffMax,
    Duration sweepEvery,
    int sweepRecordsMax) {
  /**
   * The default of {@link #of}. After that many runs smaller batches are tried, which meet fewer
   * conflicts.
   */
  public static final int RUNS_MAX = 8;

  /** A name that needs no quotes in SQL. */
  private static final Pattern SCHEMA = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

  public PostgresSettings {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException(
          "the database is jdbc:postgresql://…, not " + withoutSecrets(url));
    }
    if (!SCHEMA.matcher(schema).matches()) {
      throw new IllegalArgumentException("a schema is of a-z, 0-9 and _, not " + schema);
    }
    if (connections < 2 || runsMax < 1 || sweepRecordsMax < 1) {
      throw new IllegalArgumentException("limits are positive, and connections at least 2");
    }
  }

  /** With a password that stays. */
  public PostgresSettings(
      String url,
      String user,
      String password,
      String schema,
      int connections,
      int runsMax,
      Duration backoffMax,
      Duration sweepEvery,
      int sweepRecordsMax) {
    this(
        url,
        user,
        password,
        null,
        schema,
        connections,
        runsMax,
        backoffMax,
        sweepEvery,
        sweepRecordsMax);
  }

  /** Fits a node with up to 7 lanes. */
  public static PostgresSettings of(String url, String user, String password, String schema) {
    return new PostgresSettings(
        url,
        user,
        password,
        schema,
        8,
        RUNS_MAX,
        Duration.ofMillis(32),
        Duration.ofSeconds(5),
        2_000);
  }

  /** The same with another number of connections. */
  public PostgresSettings withConnections(int count) {
    return new PostgresSettings(
        url,
        user,
        password,
        passwordFile,
        schema,
        count,
        runsMax,
        backoffMax,
        sweepEvery,
        sweepRecordsMax);
  }

  /** The same with another number of runs. */
  public PostgresSettings withRunsMax(int runs) {
    return new PostgresSettings(
        url,
        user,
        password,
        passwordFile,
        schema,
        connections,
        runs,
        backoffMax,
        sweepEvery,
        sweepRecordsMax);
  }

  /** The same with a file that holds the password; it is read for each new connection. */
  public PostgresSettings withPasswordFile(Path file) {
    return new PostgresSettings(
        url,
        user,
        password,
        file,
        schema,
        connections,
        runsMax,
        backoffMax,
        sweepEvery,
        sweepRecordsMax);
  }

  /** Adds the password for the login. Without one, the driver looks for its own file. */
  void addLogin(Properties properties) throws SQLException {
    properties.setProperty("user", user);
    String secret = passwordFile == null ? password : read(passwordFile);
    if (!secret.isEmpty()) {
      properties.setProperty("password", secret);
    }
  }

  private static String read(Path file) throws SQLException {
    try {
      return Files.readString(file).stripTrailing();
    } catch (IOException e) {
      throw new SQLException("the password file cannot be read: " + e, "28000", e);
    }
  }

  @Override
  public String toString() {
    return withoutSecrets(url) + ", schema " + schema;
  }

  /** Parameters may hold a password, and so may the part in front of the host. */
  private static String withoutSecrets(String url) {
    return url.replaceFirst("\\?.*", "").replaceFirst("//.*@", "//");
  }
}
