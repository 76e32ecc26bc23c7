/**
 * Compares the answers that clients got with the shop's records. Open {@link
 * tercet.testing.verifier.model.ReferenceModel} first, then {@link
 * tercet.testing.verifier.model.Anomaly} for the errors.
 */
@NullMarked
package tercet.testing.verifier.model;

import org.jspecify.annotations.NullMarked;
