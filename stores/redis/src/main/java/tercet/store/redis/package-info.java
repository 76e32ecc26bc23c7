/**
 * The store port on Redis: one server, a master with replicas under Sentinel, or Redis Cluster.
 * Open {@link tercet.store.redis.RedisStore} first.
 *
 * <p>All records of a shard share a hash tag, so they lie on one server. A shard has one state
 * ({@link tercet.store.redis.ShardState}) with a sequence that each commit compares and raises.
 * While it has not moved, what a process remembers of the shard is what is stored: such a commit is
 * one round trip, a script that compares the sequences and writes all changes. The sequence also
 * fences what a slow or deposed process sends late, and it shows a server that has lost commits.
 *
 * <p>Nothing has a time to live by Redis's own clock: a record that Redis dropped before the
 * horizon is durable could be missed by a decision as of an earlier time. Names of expiring records
 * wait in lists by the minute instead, which take no more memory; see {@code expire.lua}.
 */
@NullMarked
package tercet.store.redis;

import org.jspecify.annotations.NullMarked;
