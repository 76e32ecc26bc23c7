/**
 * The embedded store, on RocksDB. Open {@link tercet.store.rocksdb.RocksDbStore} first.
 *
 * <p>The point is that a commit costs few microseconds of CPU. A commit is written as a whole into
 * one entry of a journal, in one synced write, and applied to memory. From time to time a
 * checkpoint writes the last version of each changed record into sorted files, and the journal
 * begins anew. After a crash the files hold the state of the last checkpoint, and the journal holds
 * the later commits.
 *
 * <p>Every record is in exactly one of two places:
 *
 * <ul>
 *   <li><b>kept</b>: the journal, and from the next checkpoint on a sorted file ({@link
 *       tercet.store.rocksdb.CheckpointedRecords});
 *   <li><b>recent</b>: records that live for seconds and are looked up often, mostly without a hit:
 *       closed participations and answers that may be repeated. They are always in memory, and on
 *       disk in a log of their own that is cut off as they expire; no checkpoint ever touches them
 *       ({@link tercet.store.rocksdb.RecentRecords}).
 * </ul>
 *
 * A record that moves from one to the other is written there and deleted here in the same commit,
 * so each place can be read back without the other.
 *
 * <p><b>One record per commit.</b> All changes of a commit go into the journal as one synced put.
 * The records themselves are in memory and reach sorted files at the next checkpoint, each once
 * however often it changed. Records that live for seconds (open transactions, tombstones, recent
 * answers) usually never get there. A start after a crash reads the journal of a few checkpoints at
 * most.
 *
 * <p><b>Memory holds bytes, not objects.</b> Recent records and changes since the last checkpoint
 * stay in the byte arrays that the log was written from, and a {@link
 * tercet.store.rocksdb.CommitIndex} finds the last change of each key in them. Records of the
 * sorted files that are in use are copied into a few large arrays ({@link
 * tercet.store.rocksdb.RecordCache}). A decision makes objects of what it looks at, and they die
 * with it. A million objects that live for a minute made the garbage collector pause for up to 0.4
 * s; the arrays cost it nothing. Only open records are objects: as many as transactions are under
 * way.
 *
 * <p><b>A damaged journal is refused.</b> RocksDB takes some flipped bits for a write that a crash
 * cut off, and drops the rest without an error. So {@link tercet.store.rocksdb.LogsCheck} reads the
 * journal and the MANIFEST before RocksDB does, and verifies every checksum. It accepts a torn
 * write at the end of a file only: a record that the end cuts off, or sectors of zeros. With {@code
 * --accept-loss} the store goes back to the state before the damage; commits behind it build on
 * lost ones.
 *
 * <p><b>A damaged block fails the requests that need it, and nothing else.</b> The store throws
 * {@link tercet.runtime.store.UnreadableRecordException}, the interpreter decides the rest of the
 * batch without that input, and the client gets 503 {@code record_damaged}. Nothing is compacted
 * until the damage is repaired, because a compaction that meets it ends all writing.
 *
 * <p><b>The horizon is compared before and after each run of a decision</b>, which runs again if it
 * was raised: one volatile read. The third run keeps the horizon where it is.
 */
@NullMarked
package tercet.store.rocksdb;

import org.jspecify.annotations.NullMarked;
