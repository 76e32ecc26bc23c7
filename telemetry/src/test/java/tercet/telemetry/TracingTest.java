package tercet.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tercet.runtime.observe.CorrelationId;
import tercet.runtime.observe.Exchange;

final class TracingTest {
  private static final URI COLLECTOR = URI.create("http://127.0.0.1:4318");
  private static final String CLIENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final Kept kept = new Kept();

  /** A collector in memory. */
  private static final class Kept implements SpanExporter {
    private final ConcurrentLinkedQueue<SpanData> spans = new ConcurrentLinkedQueue<>();

    @Override
    public CompletableResultCode export(Collection<SpanData> batch) {
      spans.addAll(batch);
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  private Tracing tracing(double ratio) {
    return new Tracing(new TracingSettings(COLLECTOR, ratio, "order-1"), kept);
  }

  private static Exchange exchange(
      String subject, @Nullable String repeats, @Nullable String traceparent) {
    return new Exchange(
        new CorrelationId(subject),
        repeats == null ? null : new CorrelationId(repeats),
        "POST",
        "/orders/checkout/{order_id}",
        200,
        traceparent,
        1_000,
        3_000);
  }

  @Test
  void traceIsTheDigestOfTheTransaction() {
    // printf %s 3f2a-1 | sha256sum
    String digest = "3101906140f323cf48daf0251be4db88cb98da5ef5cc4cf46e52bd545b4edc79";
    ComputedTrace trace = ComputedTrace.of(new CorrelationId("3f2a-1"));
    assertEquals(digest.substring(0, 32), trace.id());
    assertEquals(digest.substring(32, 48), trace.request().getSpanId());
    assertEquals(digest.substring(48), trace.beginning().getSpanId());
  }

  @Test
  void clientsTraceIsLinkedAndTheirsIsTold() {
    String told;
    try (Tracing tracing = tracing(1)) {
      told = tracing.answered(exchange("3f2a-1", null, CLIENT));
    }
    SpanData span = kept.spans.remove();
    assertEquals("00-" + span.getTraceId() + "-" + span.getSpanId() + "-01", told);
    assertEquals("POST /orders/checkout/{order_id}", span.getName());
    assertEquals(SpanKind.SERVER, span.getKind());
    assertEquals(2_000, span.getEndEpochNanos() - span.getStartEpochNanos());
    assertEquals(1, span.getLinks().size());
    assertEquals("b7ad6b7169203331", span.getLinks().getFirst().getSpanContext().getSpanId());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "nonsense", "00-00000000000000000000000000000000-b7ad6b7169203331-01"})
  void malformedTraceparentIsIgnored(String traceparent) {
    try (Tracing tracing = tracing(1)) {
      tracing.answered(exchange("3f2a-1", null, traceparent));
    }
    assertEquals(List.of(), kept.spans.remove().getLinks());
  }

  @Test
  void repeatedRequestIsATraceOfItsOwnThatLeadsToTheFirst() {
    try (Tracing tracing = tracing(1)) {
      tracing.answered(exchange("b-2", "a-1", null));
    }
    SpanData span = kept.spans.remove();
    ComputedTrace first = ComputedTrace.of(new CorrelationId("a-1"));
    assertEquals(ComputedTrace.of(new CorrelationId("b-2")).id(), span.getTraceId());
    assertEquals(first.request(), span.getLinks().getFirst().getSpanContext());
  }

  @Test
  void everyNodeChoosesTheSameTraces() {
    List<ComputedTrace> traces =
        IntStream.range(0, 10_000)
            .mapToObj(number -> ComputedTrace.of(new CorrelationId("start-" + number)))
            .toList();
    assertEquals(10_000, traces.stream().filter(trace -> trace.isChosen(1)).count());
    assertEquals(0, traces.stream().filter(trace -> trace.isChosen(0)).count());
    long tenth = traces.stream().filter(trace -> trace.isChosen(0.1)).count();
    assertTrue(tenth > 900 && tenth < 1_100, () -> tenth + " of 10,000");
    assertTrue(traces.stream().filter(trace -> trace.isChosen(0.1)).allMatch(t -> t.isChosen(0.2)));
  }

  @Test
  void whatIsNotChosenIsNotMadeAndNotTold() {
    try (Tracing tracing = tracing(1e-12)) {
      assertNull(tracing.answered(exchange("3f2a-1", null, null)));
      assertEquals(new TracingStatistics(0, 0, 0), tracing.statistics());
    }
    assertTrue(kept.spans.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:4318", "grpc://127.0.0.1:4317", "http:///v1"})
  void addressOfNoCollectorIsRefused(String address) {
    assertThrows(
        IllegalArgumentException.class,
        () -> new TracingSettings(URI.create(address), 1, "order-1"));
  }
}
