/**
 * Loads and judges a shop over its public HTTP contract only, so it can judge any shop that speaks
 * it. Open {@link tercet.testing.verifier.contention.Contention} first for the whole in small;
 * {@link tercet.testing.verifier.http} puts load on it, {@link tercet.testing.verifier.shop} speaks
 * the contract, {@link tercet.testing.verifier.model} compares the answers with the records.
 */
@NullMarked
package tercet.testing.verifier;

import org.jspecify.annotations.NullMarked;
