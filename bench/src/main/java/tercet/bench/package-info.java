/**
 * The end-to-end benchmark: how many durable checkouts per second a running Tercet makes, against
 * how many requests the same server answers when it has nothing to do. Open {@link
 * tercet.bench.BenchCommand} first, then {@link tercet.bench.Benchmark}.
 */
@NullMarked
package tercet.bench;

import org.jspecify.annotations.NullMarked;
