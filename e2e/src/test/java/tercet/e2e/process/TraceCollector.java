package tercet.e2e.process;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** Takes traces as any collector does: OTLP over HTTP, with Protocol Buffers. */
final class TraceCollector implements AutoCloseable {
  private static final String NONE = "";
  private static final double NANOS_PER_MILLI = 1e6;

  private final HttpServer server;
  private final ConcurrentLinkedQueue<Seen> seen = new ConcurrentLinkedQueue<>();

  private TraceCollector(HttpServer server) {
    this.server = server;
  }

  /**
   * A span as it came.
   *
   * @param service and node that made it
   * @param parent empty if it has none
   * @param transaction that it names, empty if it names none
   */
  record Seen(
      String service,
      String node,
      String trace,
      String id,
      String parent,
      String name,
      String transaction,
      long startNanos,
      long endNanos) {

    private String line(String indent, Seen root) {
      String what = "%-46s %-16s %-9s".formatted(indent + name, service, node);
      double begins = (startNanos - root.startNanos) / NANOS_PER_MILLI;
      double takes = (endNanos - startNanos) / NANOS_PER_MILLI;
      return "%s at %6.1f ms, took %5.1f ms%n".formatted(what, begins, takes);
    }
  }

  static TraceCollector start(int port) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      TraceCollector collector = new TraceCollector(server);
      server.createContext("/v1/traces", collector::take);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.start();
      return collector;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      ExportTraceServiceRequest request =
          ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
      for (ResourceSpans resource : request.getResourceSpansList()) {
        List<KeyValue> labels = resource.getResource().getAttributesList();
        for (ScopeSpans scope : resource.getScopeSpansList()) {
          scope.getSpansList().forEach(span -> seen.add(seen(labels, span)));
        }
      }
      exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private static Seen seen(List<KeyValue> resource, Span span) {
    return new Seen(
        text(resource, "service.name"),
        text(resource, "service.instance.id"),
        hex(span.getTraceId().toByteArray()),
        hex(span.getSpanId().toByteArray()),
        hex(span.getParentSpanId().toByteArray()),
        span.getName(),
        text(span.getAttributesList(), "tercet.transaction"),
        span.getStartTimeUnixNano(),
        span.getEndTimeUnixNano());
  }

  private static String text(List<KeyValue> attributes, String key) {
    return attributes.stream()
        .filter(attribute -> attribute.getKey().equals(key))
        .map(attribute -> attribute.getValue().getStringValue())
        .findFirst()
        .orElse(NONE);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** All that came, in any order. */
  List<Seen> spans() {
    return List.copyOf(seen);
  }

  List<Seen> ofTransaction(String id) {
    return seen.stream().filter(span -> span.transaction().equals(id)).toList();
  }

  /** A trace for a reader: below each span, its children. */
  String tree(String transaction) {
    List<Seen> spans =
        ofTransaction(transaction).stream()
            .sorted(Comparator.comparingLong(Seen::startNanos))
            .toList();
    StringBuilder text = new StringBuilder();
    spans.stream()
        .filter(span -> span.parent().isEmpty())
        .forEach(root -> grow(text, "", root, root, spans));
    return text.toString();
  }

  private static void grow(
      StringBuilder text, String indent, Seen span, Seen root, List<Seen> spans) {
    text.append(span.line(indent, root));
    spans.stream()
        .filter(other -> other.parent().equals(span.id()))
        .forEach(child -> grow(text, indent + "  ", child, root, spans));
  }

  /** For a person who reads why a test failed. */
  String report() {
    return seen.stream().map(Seen::toString).collect(Collectors.joining("\n"));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
