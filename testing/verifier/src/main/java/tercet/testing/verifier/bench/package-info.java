/**
 * Puts measured load on a shop. Open {@link tercet.judge.bench.LoadTest} first, which measures any
 * shop once, then {@link tercet.judge.bench.RatioTest}, which compares checkouts with requests that
 * do nothing; {@link tercet.judge.bench.BenchRun} is what either finds, and {@link
 * tercet.judge.report} shows it.
 */
@NullMarked
package tercet.judge.bench;

import org.jspecify.annotations.NullMarked;
