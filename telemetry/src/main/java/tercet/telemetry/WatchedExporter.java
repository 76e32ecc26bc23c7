package tercet.telemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts the spans of another exporter, and logs once that it fails, and once that it works again.
 */
final class WatchedExporter implements SpanExporter {
  private static final System.Logger LOG = System.getLogger(WatchedExporter.class.getName());

  private final SpanExporter exporter;
  private final String url;
  private final AtomicLong exported = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicBoolean failing = new AtomicBoolean();

  WatchedExporter(SpanExporter exporter, String url) {
    this.exporter = exporter;
    this.url = url;
  }

  long exported() {
    return exported.get();
  }

  long lost() {
    return lost.get();
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    int count = spans.size();
    CompletableResultCode result = exporter.export(spans);
    return result.whenComplete(() -> {
      if (result.isSuccess()) {
        exported.addAndGet(count);
        if (failing.compareAndSet(true, false)) {
          LOG.log(System.Logger.Level.INFO, "Traces are taken again by {0}.", url);
        }
      } else {
        lost.addAndGet(count);
        if (failing.compareAndSet(false, true)) {
          LOG.log(
              System.Logger.Level.WARNING,
              "Traces cannot be sent to {0} ({1}). They are lost until it takes them; nothing else"
                  + " is affected.",
              url,
              reason(result.getFailureThrowable()));
        }
      }
    });
  }

  /** The first of all causes: the client's own exceptions around it say nothing. */
  private static String reason(@Nullable Throwable failure) {
    if (failure == null) {
      return "no reason given";
    }
    Throwable cause = failure.getCause();
    return cause == null ? failure.toString() : reason(cause);
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}
