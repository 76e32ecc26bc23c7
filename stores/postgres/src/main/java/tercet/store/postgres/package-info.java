/**
 * The store port on PostgreSQL. Open {@link tercet.store.postgres.PostgresStore} first.
 *
 * <p><b>A commit of any size is two round trips</b>, one SERIALIZABLE transaction: {@code BEGIN}
 * with one read of all expected keys ({@code = any(?)}), then all changes and {@code COMMIT} in one
 * pipelined message. The server skips the commit if a change fails. Rows that were read are changed
 * by their place ({@code ctid}), which cannot move without a conflict while the transaction's
 * snapshot lives. Statements take arrays, so they are few, and their plans are always by index: a
 * sequential scan would conflict with every writer of the table, so it is switched off. One plan
 * then fits arrays of any size, and the server is told to keep it ({@code plan_cache_mode});
 * otherwise it would plan every batch anew, for an eighth of its time. A commit that conflicts
 * (40001, 40P01) is decided again; see {@link tercet.store.postgres.SqlFailure}.
 *
 * <p><b>Nothing that a commit relies on belongs to a session.</b> A pooler gives one connection to
 * many clients, so {@code SET TRANSACTION ISOLATION LEVEL SERIALIZABLE} goes with the first read of
 * each transaction, in the same round trip. Behind a pooler the planner's settings and {@code
 * synchronous_commit} go there, too, and the driver prepares no statements. Each change counts its
 * rows on the server and fails unless it changed as many as were decided: a count that the client
 * compared would come after the {@code COMMIT} of the same message. A commit that ends in a warning
 * counts as unknown, because PostgreSQL only warns when an operator cancels the wait for a standby.
 *
 * <p><b>Two tables, keys as bytes.</b> Lasting records (balances, orders) and passing ones
 * (transactions, answers, tombstones) share no pages, so lasting rows are updated within their
 * pages and vacuum has little to read. A key is service, shard, kind, id: a shard's records are
 * neighbours, and lanes do not meet in index pages. The id is bytes because an id may be any text,
 * also one with a zero character, which PostgreSQL's text cannot hold; the view {@code records}
 * shows it in words. Expired records are removed a few thousand at a time, without serializability,
 * after the horizon is committed. A read of the horizon is part of the statement that reads the
 * batch's records.
 *
 * <p><b>Reads, too, are answered only after a standby confirms them.</b> A server with {@code
 * synchronous_standby_names} that crashes while a commit waits for its standby shows that commit
 * after its restart, though no standby has it; and a primary that was paused while a standby took
 * its place still shows old values. An answer from such a server would be contradicted later. So a
 * batch that only read also ends with a commit, which writes a message to the log: it returns when
 * a standby of this server has confirmed everything before it. On a server without synchronous
 * standbys it writes nothing. A new connection begins with the same commit, so that a server that
 * takes itself for the primary is left within a second.
 *
 * <p><b>The pool gets connections that work, or none for two seconds.</b> HikariCP pauses for up to
 * five seconds between connections that fail, so {@link tercet.store.postgres.PrimarySource} tries
 * again beneath it, every 50 ms and with the servers in a new random order.
 */
@NullMarked
package tercet.store.postgres;

import org.jspecify.annotations.NullMarked;
