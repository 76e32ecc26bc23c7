package tercet.telemetry;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tercet.runtime.observe.Subject;

/**
 * The ids of a trace, computed from what it is about: SHA-256 of the transaction's id. So nodes
 * agree on them without telling each other, and whoever has a line of a log finds its trace:
 *
 * <pre>printf %s TRANSACTION | sha256sum | cut -c 1-32</pre>
 *
 * @param digest 32 bytes: the trace's id, then the ids of two spans that others have as parents
 */
record ComputedTrace(byte[] digest) {
  private static final int TRACE_BYTES = 16;
  private static final int SPAN_BYTES = 8;

  static ComputedTrace of(Subject subject) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return new ComputedTrace(sha.digest(subject.id().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  /** Chosen by the last eight bytes of its id, as OpenTelemetry's own sampler by ratio does. */
  boolean isChosen(double ratio) {
    long random = ByteBuffer.wrap(digest).getLong(SPAN_BYTES) & Long.MAX_VALUE;
    return ratio >= 1 || random < (long) (ratio * Long.MAX_VALUE);
  }

  String id() {
    return hex(0, TRACE_BYTES);
  }

  /** The gateway's span, above all others. */
  SpanContext request() {
    return context(hex(TRACE_BYTES, SPAN_BYTES));
  }

  /** The span in which the order's shard begins the transaction, above those of participants. */
  SpanContext beginning() {
    return context(hex(TRACE_BYTES + SPAN_BYTES, SPAN_BYTES));
  }

  /** Any other span. */
  SpanContext context(String span) {
    return SpanContext.create(id(), span, TraceFlags.getSampled(), TraceState.getDefault());
  }

  private String hex(int from, int length) {
    return HexFormat.of().formatHex(digest, from, from + length);
  }
}
