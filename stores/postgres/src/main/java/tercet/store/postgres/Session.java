package tercet.store.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The server's data about itself and the session when a connection is made.
 *
 * @param process the id of the server process that serves the session; behind a pooler, of the
 *     present transaction only
 * @param started when that process began, as the server writes it
 * @param timeline of the server, which grows with each failover; 0 for a standby
 */
record Session(
    int process,
    String started,
    boolean fsync,
    boolean fullPageWrites,
    String synchronousCommit,
    String synchronousStandbys,
    long timeline) {

  private static final String QUESTION =
      """
      select pg_backend_pid(),
        (select backend_start::text from pg_stat_activity where pid = pg_backend_pid()),
        current_setting('fsync')::boolean, current_setting('full_page_writes')::boolean,
        current_setting('synchronous_commit'), current_setting('synchronous_standby_names'),
        case when pg_is_in_recovery() then '0'
          else left(pg_walfile_name(pg_current_wal_insert_lsn()), 8) end\
      """;

  /**
   * Plans by index, always. A transaction that is left behind by a node that stands still gives
   * back its locks. Warnings are heard, because a commit that was not confirmed ends in one.
   */
  private static final Map<String, String> SETTINGS = new LinkedHashMap<>();

  static {
    for (String plan : new String[] {"seqscan", "hashjoin", "mergejoin", "bitmapscan"}) {
      SETTINGS.put("enable_" + plan, "'off'");
    }
    SETTINGS.put("jit", "'off'");
    SETTINGS.put("plan_cache_mode", "'force_generic_plan'");
    SETTINGS.put("idle_in_transaction_session_timeout", "'10s'");
    SETTINGS.put("client_min_messages", "'warning'");
    SETTINGS.put(
        "synchronous_commit",
        "case current_setting('synchronous_commit') when 'remote_apply' then 'remote_apply'"
            + " else 'on' end");
  }

  static Session ask(Statement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery(QUESTION)) {
      rows.next();
      return new Session(
          rows.getInt(1),
          String.valueOf(rows.getString(2)),
          rows.getBoolean(3),
          rows.getBoolean(4),
          String.valueOf(rows.getString(5)),
          String.valueOf(rows.getString(6)),
          Long.parseLong(rows.getString(7), 16));
    }
  }

  /**
   * The statement that makes the settings of the store.
   *
   * @param local for the present transaction only, else for the session
   */
  static String settings(boolean local) {
    return SETTINGS.entrySet().stream()
        .map(one -> "set_config('%s', %s, %s)".formatted(one.getKey(), one.getValue(), local))
        .collect(Collectors.joining(", ", "select ", ""));
  }

  /**
   * Compares the server's durability settings with the store's promises.
   *
   * @throws UnsafeServerException if the server may lose acknowledged commits
   */
  void requireDurable() throws UnsafeServerException {
    if (!fsync) {
      throw UnsafeServerException.turnedOff("fsync");
    }
    if (!fullPageWrites) {
      throw UnsafeServerException.turnedOff("full_page_writes");
    }
    switch (synchronousCommit) {
      case "off" -> throw UnsafeServerException.turnedOff("synchronous_commit");
      case "local", "remote_write" -> {
        if (!synchronousStandbys.isEmpty()) {
          throw new UnsafeServerException(
              ("the server has synchronous_commit = %s though synchronous_standby_names is set:"
                      + " a failover may lose acknowledged commits. Set synchronous_commit = on.")
                  .formatted(synchronousCommit));
        }
      }
      default -> {
        // on and remote_apply wait for the disk here and of a standby
      }
    }
  }
}
