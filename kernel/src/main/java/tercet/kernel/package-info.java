/**
 * The pure core. Open {@link tercet.kernel.Kernel} first: it names the records that an input reads
 * and decides what changes and what is sent. {@link tercet.kernel.decision.StoredRecord} lists all
 * records of a shard, {@link tercet.kernel.decision.Input} all that it can be asked.
 */
@NullMarked
package tercet.kernel;

import org.jspecify.annotations.NullMarked;
