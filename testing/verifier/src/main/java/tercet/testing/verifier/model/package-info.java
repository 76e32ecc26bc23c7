/**
 * Compares what clients were told with what the shop now says. Open {@link
 * tercet.testing.verifier.model.ReferenceModel} first, then {@link
 * tercet.testing.verifier.model.Anomaly} for what can be wrong.
 */
@NullMarked
package tercet.testing.verifier.model;

import org.jspecify.annotations.NullMarked;
