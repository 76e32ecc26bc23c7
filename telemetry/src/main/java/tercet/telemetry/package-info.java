/**
 * Traces by OpenTelemetry: what clients asked, and what every shard decided for it, as one trace
 * whose ids every node computes for itself. Open {@link tercet.telemetry.Tracing} first.
 */
@NullMarked
package tercet.telemetry;

import org.jspecify.annotations.NullMarked;
