package tercet.telemetry;

/**
 * Counts of spans since the start. Those that are neither exported nor lost wait, or found the
 * queue full.
 *
 * @param made of traces that were chosen
 * @param exported that the collector took
 * @param lost that it did not
 */
public record TracingStatistics(long made, long exported, long lost) {}
