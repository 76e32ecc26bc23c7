/**
 * The pure core. Open {@link tercet.kernel.Kernel} first: it names the records that an input reads
 * and decides what changes and what is sent. {@link tercet.kernel.decision.StoredRecord} lists all
 * that a shard keeps, {@link tercet.kernel.decision.Input} all that it is asked.
 */
@NullMarked
package tercet.kernel;

import org.jspecify.annotations.NullMarked;
