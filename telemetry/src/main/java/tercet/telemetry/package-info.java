/**
 * Traces by OpenTelemetry: a client's request and all decisions of shards about it are one trace,
 * whose ids every node computes for itself. Open {@link tercet.telemetry.Tracing} first.
 */
@NullMarked
package tercet.telemetry;

import org.jspecify.annotations.NullMarked;
