/**
 * The store port on Redis: one server, a master with replicas under Sentinel, or Redis Cluster.
 * Open {@link tercet.store.redis.RedisStore} first.
 *
 * <h2>One number for a shard</h2>
 *
 * All records of a shard share a hash tag, so they lie on one server. A shard has one state ({@link
 * tercet.store.redis.ShardState}) with a sequence that each commit compares and raises. While it
 * has not moved, a process's memory of the shard equals the stored records: such a commit is one
 * round trip, a script that compares the states and writes all changes. Comparing each record
 * instead would need a read of each. The state also fences late commands of a slow or deposed
 * process, and it shows a server that has lost commits. The price: two nodes that serve one shard
 * are in each other's way even if they change different records; a shard has one preferred node.
 *
 * <p>Records that are new in most cases (the answer to a command, a transaction at a participant)
 * are taken for absent when they are not remembered. If the script finds one, the decision is made
 * again over the stored records.
 *
 * <h2>No time to live</h2>
 *
 * Records have no time to live in Redis. Redis would drop them by its own clock, before the expiry
 * horizon is durable, and a decision of a process that stood still could miss one. Instead, a list
 * for each minute has the names of the records that expire in it. These lists take no more memory
 * than Redis's own table of expiries. {@code expire.lua} raises the horizon and drops records in
 * one step.
 *
 * <h2>Replicas that could become the master confirm</h2>
 *
 * Redis acknowledges a write before its replicas have it. A majority is not enough: the master may
 * be replaced by one that is not in it. So all replicas that could be promoted confirm each commit,
 * also one that only read; {@link tercet.store.redis.Confirmations} says when the store goes on
 * without one.
 *
 * <h2>Incarnations</h2>
 *
 * A server has another replication id after each failover and each restart. The first process that
 * meets one begins a new incarnation of the data. A server also takes another id while it runs,
 * when its first replica attaches (a backup by {@code redis-cli --rdb} is one), or when it has had
 * none for an hour. Its connections stay open. So a process that finds another id in a state than
 * it knows asks the server again, and only then begins an incarnation. Its number is the time in
 * milliseconds, so it is higher than in any copy of the data. The state holds the sequence at which
 * the incarnation began, and those of the eight before it; a process that knows of a later durable
 * sequence, from before one of them, reports that commits are lost.
 *
 * <h2>Quarantine</h2>
 *
 * The state says so, too: nodes that know nothing of the loss refuse the shard as well, and so does
 * each one that starts later. Lost commits are not written again from the memory of the nodes: the
 * commits of a shard are spread over several processes, and none of them could tell whether its own
 * are all. A person has to look in any case, because clients were told of what is gone. To accept
 * the loss begins an incarnation with a sequence far above all earlier ones, so a node that still
 * remembers the lost commits does not report them again. Nodes that agree again on lost commits
 * ({@code --loss-window}) need no quarantine.
 *
 * <h2>The driver</h2>
 *
 * Jedis, because it is quicker than Lettuce where batches are small, and a lane waits for its batch
 * anyhow. Its provider for Sentinel waits until a new master is announced; {@link
 * tercet.store.redis.SentinelProvider} asks instead.
 */
@NullMarked
package tercet.store.redis;

import org.jspecify.annotations.NullMarked;
