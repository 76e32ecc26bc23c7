package tercet.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import tercet.kernel.id.Service;
import tercet.runtime.observe.Batch;
import tercet.runtime.observe.CorrelationId;
import tercet.runtime.observe.Exchange;
import tercet.runtime.observe.Observer;
import tercet.runtime.observe.Step;

/**
 * Makes spans of requests and decisions, and sends them to a collector by OTLP over HTTP. Nodes
 * exchange nothing for it: each computes the ids from the transaction's id ({@link ComputedTrace}).
 * A collector that does not answer costs spans and nothing else: the queue of spans is bounded.
 */
public final class Tracing implements Observer, AutoCloseable {
  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
  private static final AttributeKey<Long> STATUS =
      AttributeKey.longKey("http.response.status_code");
  private static final AttributeKey<String> TRANSACTION =
      AttributeKey.stringKey("tercet.transaction");
  private static final AttributeKey<String> REPEATS = AttributeKey.stringKey("tercet.repeats");
  private static final int SERVER_ERROR = 500;

  /** At 1 kB each a few megabytes; at 50,000 spans a second what comes in a sixth of one. */
  private static final int WAITING_MAX = 8_192;

  private static final int EXPORTED_AT_ONCE = 512;
  private static final Duration EXPORT_EVERY = Duration.ofSeconds(1);
  private static final Duration EXPORT_TIMEOUT = Duration.ofSeconds(5);

  /** For a connection that broke; a collector that is away is asked again by the next batch. */
  private static final RetryPolicy RETRIES =
      RetryPolicy.builder()
          .setMaxAttempts(2)
          .setInitialBackoff(Duration.ofMillis(200))
          .setMaxBackoff(Duration.ofMillis(200))
          .build();

  private static final Duration LAST_EXPORT_MAX = Duration.ofSeconds(1);

  private final double ratio;
  private final WatchedExporter exporter;
  private final BatchSpanProcessor processor;
  private final Resource gateway;
  private final Map<Service, Resource> services = new EnumMap<>(Service.class);
  private final LongAdder made = new LongAdder();

  /** Starts a thread that sends. */
  public Tracing(TracingSettings settings) {
    this(settings, otlp(settings.tracesUrl()));
  }

  Tracing(TracingSettings settings, SpanExporter bare) {
    this.ratio = settings.ratio();
    this.exporter = new WatchedExporter(bare, settings.tracesUrl());
    this.processor =
        BatchSpanProcessor.builder(exporter)
            .setMaxQueueSize(WAITING_MAX)
            .setMaxExportBatchSize(EXPORTED_AT_ONCE)
            .setScheduleDelay(EXPORT_EVERY)
            .setExporterTimeout(EXPORT_TIMEOUT)
            .build();
    this.gateway = resource("gateway", settings.node());
    for (Service service : Service.values()) {
      services.put(service, resource(service.name().toLowerCase(Locale.ROOT), settings.node()));
    }
  }

  private static SpanExporter otlp(String url) {
    return OtlpHttpSpanExporter.builder()
        .setEndpoint(url)
        .setConnectTimeout(EXPORT_TIMEOUT)
        .setTimeout(EXPORT_TIMEOUT)
        .setRetryPolicy(RETRIES)
        .build();
  }

  /** Each service of the shop is one of its own, even if all run in one process. */
  private static Resource resource(String service, String node) {
    return Resource.getDefault()
        .merge(
            Resource.create(
                Attributes.builder()
                    .put("service.name", "tercet-" + service)
                    .put("service.instance.id", node)
                    .put("tercet.node", node)
                    .build()));
  }

  @Override
  public boolean listens() {
    return ratio > 0;
  }

  @Override
  public void decided(Batch batch) {
    long toEpoch = epochNanos() - System.nanoTime();
    Map<CorrelationId, ComputedTrace> traces = new HashMap<>();
    for (Step step : batch.steps()) {
      ComputedTrace trace = traces.computeIfAbsent(step.subject(), ComputedTrace::of);
      if (trace.isChosen(ratio) && !StepSpans.isNothing(step)) {
        export(span(step, batch, trace, toEpoch));
      }
    }
  }

  private FinishedSpan span(Step step, Batch batch, ComputedTrace trace, long toEpoch) {
    return new FinishedSpan(
        resource(step.input().to().service()),
        StepSpans.begins(step) ? trace.beginning() : trace.context(randomSpan()),
        StepSpans.parent(step, trace),
        StepSpans.name(step.input()),
        SpanKind.CONSUMER,
        StepSpans.attributes(step, batch),
        List.of(),
        StatusData.unset(),
        step.startNanos() + toEpoch,
        batch.committedNanos() + toEpoch);
  }

  private Resource resource(Service service) {
    Resource resource = services.get(service);
    if (resource == null) {
      throw new IllegalStateException("every service has one");
    }
    return resource;
  }

  @Override
  public @Nullable String answered(Exchange exchange) {
    ComputedTrace trace = ComputedTrace.of(exchange.subject());
    if (!trace.isChosen(ratio)) {
      return null;
    }
    SpanContext context = trace.request();
    long toEpoch = epochNanos() - System.nanoTime();
    boolean failed = exchange.status() >= SERVER_ERROR;
    export(
        new FinishedSpan(
            gateway,
            context,
            SpanContext.getInvalid(),
            exchange.method() + " " + exchange.route(),
            SpanKind.SERVER,
            attributes(exchange),
            links(exchange),
            failed ? StatusData.error() : StatusData.unset(),
            exchange.startNanos() + toEpoch,
            exchange.endNanos() + toEpoch));
    return "00-" + context.getTraceId() + "-" + context.getSpanId() + "-01";
  }

  private static Attributes attributes(Exchange exchange) {
    AttributesBuilder attributes =
        Attributes.builder()
            .put(METHOD, exchange.method())
            .put(ROUTE, exchange.route())
            .put(STATUS, (long) exchange.status())
            .put(TRANSACTION, exchange.subject().id());
    CorrelationId repeats = exchange.repeats();
    if (repeats != null) {
      attributes.put(REPEATS, repeats.id());
    }
    return attributes.build();
  }

  private static List<LinkData> links(Exchange exchange) {
    List<LinkData> links = new ArrayList<>();
    SpanContext client = client(exchange.traceparent());
    if (client.isValid()) {
      links.add(LinkData.create(client));
    }
    CorrelationId repeats = exchange.repeats();
    if (repeats != null) {
      links.add(LinkData.create(ComputedTrace.of(repeats).request()));
    }
    return links;
  }

  private static SpanContext client(@Nullable String traceparent) {
    if (traceparent == null) {
      return SpanContext.getInvalid();
    }
    Context context =
        W3CTraceContextPropagator.getInstance()
            .extract(Context.root(), traceparent, TraceparentOnly.GETTER);
    return Span.fromContext(context).getSpanContext();
  }

  private void export(FinishedSpan span) {
    made.increment();
    processor.onEnd(span);
  }

  private static String randomSpan() {
    long id = ThreadLocalRandom.current().nextLong();
    return SpanId.fromLong(id == 0 ? 1 : id);
  }

  private static long epochNanos() {
    Instant now = Instant.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  /** Safe for any thread. */
  public TracingStatistics statistics() {
    return new TracingStatistics(made.sum(), exporter.exported(), exporter.lost());
  }

  /** Sends the waiting spans, within a second at most. */
  @Override
  public void close() {
    processor.shutdown().join(LAST_EXPORT_MAX.toMillis(), TimeUnit.MILLISECONDS);
  }
}
