package tercet.telemetry;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tercet.runtime.observe.CorrelationId;

/**
 * The ids of a trace, computed by SHA-256 from the transaction's id. So nodes agree on them without
 * telling each other, and a line of a log leads to its trace:
 *
 * <pre>printf %s TRANSACTION | sha256sum | cut -c 1-32</pre>
 *
 * @param digest 64 hex digits: the trace's id, then the ids of two spans that others have as
 *     parents
 */
record ComputedTrace(String digest) {
  private static final int TRACE_DIGITS = 32;
  private static final int SPAN_DIGITS = 16;

  static ComputedTrace of(CorrelationId subject) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] digest = sha.digest(subject.id().getBytes(StandardCharsets.UTF_8));
      return new ComputedTrace(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  /** Chosen by the last eight bytes of its id, as OpenTelemetry's own sampler by ratio does. */
  boolean isChosen(double ratio) {
    long random = HexFormat.fromHexDigitsToLong(digest, SPAN_DIGITS, TRACE_DIGITS) & Long.MAX_VALUE;
    return ratio >= 1 || random < (long) (ratio * Long.MAX_VALUE);
  }

  String id() {
    return digest.substring(0, TRACE_DIGITS);
  }

  /** The gateway's span, above all others. */
  SpanContext request() {
    return context(digest.substring(TRACE_DIGITS, TRACE_DIGITS + SPAN_DIGITS));
  }

  /** The span in which the order's shard begins the transaction, above those of participants. */
  SpanContext beginning() {
    return context(digest.substring(TRACE_DIGITS + SPAN_DIGITS));
  }

  /** Any other span. */
  SpanContext context(String span) {
    return SpanContext.create(id(), span, TraceFlags.getSampled(), TraceState.getDefault());
  }
}
