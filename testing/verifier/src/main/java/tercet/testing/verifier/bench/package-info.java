/**
 * Puts measured load on a shop. Open {@link tercet.testing.verifier.bench.LoadTest} first, which
 * measures any shop once, then {@link tercet.testing.verifier.bench.RatioTest}, which compares
 * checkouts with requests that do nothing; {@link tercet.testing.verifier.bench.BenchRun} is the
 * result of either, and {@link tercet.testing.verifier.report} shows it.
 */
@NullMarked
package tercet.testing.verifier.bench;

import org.jspecify.annotations.NullMarked;
