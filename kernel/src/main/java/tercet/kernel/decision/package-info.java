/**
 * The inputs and results of decisions. Open {@link tercet.kernel.decision.Decider} first. The
 * sealed roots {@link tercet.kernel.decision.Input}, {@link tercet.kernel.decision.Message} and
 * {@link tercet.kernel.decision.StoredRecord} permit the types of the protocols by name; nothing
 * else here knows them.
 */
@NullMarked
package tercet.kernel.decision;

import org.jspecify.annotations.NullMarked;
