/**
 * Contests in which a shop can go wrong. Open {@link tercet.testing.verifier.contention.Contention}
 * first: many buyers, few pieces, all at once; {@link
 * tercet.testing.verifier.contention.MixedContention} is the harder one.
 */
@NullMarked
package tercet.testing.verifier.contention;

import org.jspecify.annotations.NullMarked;
