/**
 * The Store port: where shards keep their records. Open {@link tercet.runtime.store.Store} first;
 * its Javadoc is the contract that every adapter's tests run.
 */
@NullMarked
package tercet.runtime.store;

import org.jspecify.annotations.NullMarked;
