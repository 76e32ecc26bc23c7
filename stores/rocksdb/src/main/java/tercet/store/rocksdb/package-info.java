/**
 * The embedded store, on RocksDB. Open {@link tercet.store.rocksdb.RocksDbStore} first.
 *
 * <p>The point is that a commit costs few microseconds of CPU. A commit is written as a whole into
 * one entry of a journal, in one synced write, and applied to memory. From time to time a
 * checkpoint writes what the journal amounts to into sorted files, and the journal begins anew.
 * After a crash the files are the state of the last checkpoint, and the journal what came after it.
 *
 * <p>Every record is in exactly one of two places:
 *
 * <ul>
 *   <li><b>kept</b>: the journal, and from the next checkpoint on a sorted file ({@link
 *       tercet.store.rocksdb.CheckpointedRecords});
 *   <li><b>recent</b>: records that live for seconds and are looked up often, mostly in vain:
 *       closed participations and answers that may be repeated. They are always in memory, and on
 *       disk in a log of their own that is cut off as they expire; no checkpoint ever touches them
 *       ({@link tercet.store.rocksdb.RecentRecords}).
 * </ul>
 *
 * A record that moves from one to the other is written there and deleted here in the same commit,
 * so each place can be read back without the other.
 */
@NullMarked
package tercet.store.rocksdb;

import org.jspecify.annotations.NullMarked;
