package tercet.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tercet.gateway.operate.NodeFigures;
import tercet.runtime.time.Ticker;

/**
 * The figures of this process, read from its metrics: once a second those that are shown as rates,
 * the others when they are asked for. Nothing is counted twice, so requests pay nothing.
 */
final class RegistryFigures implements NodeFigures, AutoCloseable {
  private static final Duration SAMPLE_EVERY = Duration.ofSeconds(1);

  /** Rates and latencies of the present are those of so many seconds. */
  private static final int PRESENT = 10;

  private static final long WINDOW_MILLIS = 5_000;

  /** A quarter of an hour. */
  private static final int WINDOWS_MAX = 180;

  private static final List<String> GROUPS = List.of("peer", "store", "service");
  private static final String PREFIX = "tercet.";

  private final MeterRegistry registry;
  private final Supplier<NodeHealth> health;
  private final String admin;
  private final Ticker sampler = new Ticker("figures", SAMPLE_EVERY, this::sample);
  private final Deque<CheckoutSample> present = new ArrayDeque<>();
  private final Deque<Window> windows = new ArrayDeque<>();
  private CheckoutSample windowBegan;

  /** Between two samples, in the same five seconds on all nodes, as far as their clocks agree. */
  private record Window(long millis, CheckoutSample first, CheckoutSample last) {}

  /**
   * @param admin address of the administrative port; empty if others cannot know it
   */
  RegistryFigures(MeterRegistry registry, Supplier<NodeHealth> health, String admin) {
    this.registry = registry;
    this.health = health;
    this.admin = admin;
    this.windowBegan = CheckoutSample.of(registry, System.currentTimeMillis());
    present.add(windowBegan);
    sampler.start();
  }

  private void sample() {
    CheckoutSample now = CheckoutSample.of(registry, System.currentTimeMillis());
    synchronized (this) {
      present.addLast(now);
      if (present.size() > PRESENT + 1) {
        present.removeFirst();
      }
      long window = windowBegan.millis / WINDOW_MILLIS;
      if (now.millis / WINDOW_MILLIS != window) {
        windows.addLast(new Window((window + 1) * WINDOW_MILLIS, windowBegan, now));
        windowBegan = now;
        if (windows.size() > WINDOWS_MAX) {
          windows.removeFirst();
        }
      }
    }
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    NodeHealth now = health.get();
    json.writeStringField("status", now.word());
    json.writeArrayFieldStart("missing");
    for (String sentence : now.missing()) {
      json.writeString(sentence);
    }
    json.writeEndArray();
    if (!admin.isEmpty()) {
      json.writeStringField("admin", admin);
    }
    writeInfo(json);
    writeMetrics(json);
    CheckoutSample first;
    CheckoutSample last;
    synchronized (this) {
      first = present.getFirst();
      last = present.getLast();
    }
    json.writeObjectFieldStart("checkouts");
    writeBetween(json, first, last);
    json.writeObjectFieldStart("problems");
    for (Map.Entry<String, Long> problem : last.problems.entrySet()) {
      long count = problem.getValue() - first.problems.getOrDefault(problem.getKey(), 0L);
      if (count > 0) {
        json.writeNumberField(problem.getKey(), count);
      }
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void writeInfo(JsonGenerator json) throws IOException {
    Gauge info = registry.find("tercet.node.info").gauge();
    if (info != null) {
      for (Tag tag : info.getId().getTags()) {
        if (!tag.getKey().equals("node")) {
          json.writeStringField(tag.getKey(), tag.getValue());
        }
      }
    }
  }

  /** Those without labels, and those of a peer, a store or a service below its name. */
  private void writeMetrics(JsonGenerator json) throws IOException {
    Map<String, Map<String, Double>> groups = new TreeMap<>();
    for (Meter meter : registry.getMeters()) {
      Meter.Id id = meter.getId();
      Double value = value(meter);
      if (value == null || !id.getName().startsWith(PREFIX) || id.getTags().size() > 1) {
        continue;
      }
      String group = id.getTags().isEmpty() ? "" : group(id.getTags().getFirst());
      if (group != null) {
        groups
            .computeIfAbsent(group, name -> new TreeMap<>())
            .put(id.getName().substring(PREFIX.length()), value);
      }
    }
    json.writeObjectFieldStart("metrics");
    writeNumbers(json, groups.getOrDefault("", Map.of()));
    json.writeEndObject();
    for (String label : GROUPS) {
      json.writeObjectFieldStart(label + "s");
      for (Map.Entry<String, Map<String, Double>> one : groups.entrySet()) {
        if (one.getKey().startsWith(label + "=")) {
          json.writeObjectFieldStart(one.getKey().substring(label.length() + 1));
          writeNumbers(json, one.getValue());
          json.writeEndObject();
        }
      }
      json.writeEndObject();
    }
  }

  private static @Nullable String group(Tag tag) {
    return GROUPS.contains(tag.getKey()) ? tag.getKey() + "=" + tag.getValue() : null;
  }

  private static @Nullable Double value(Meter meter) {
    return switch (meter) {
      case Gauge gauge -> gauge.value();
      case FunctionCounter counter -> counter.count();
      default -> null;
    };
  }

  /** JSON has no number that is none; a figure that is not known is left out. */
  private static void writeNumbers(JsonGenerator json, Map<String, Double> numbers)
      throws IOException {
    for (Map.Entry<String, Double> number : numbers.entrySet()) {
      double value = number.getValue();
      if (value == Math.rint(value)) {
        json.writeNumberField(number.getKey(), (long) value);
      } else if (Double.isFinite(value)) {
        json.writeNumberField(number.getKey(), value);
      }
    }
  }

  @Override
  public synchronized void writeHistory(JsonGenerator json) throws IOException {
    for (Window window : windows) {
      json.writeStartObject();
      json.writeNumberField("at", window.millis());
      json.writeNumberField("open", window.last().open);
      writeBetween(json, window.first(), window.last());
      json.writeEndObject();
    }
  }

  private static void writeBetween(JsonGenerator json, CheckoutSample first, CheckoutSample last)
      throws IOException {
    json.writeNumberField("millis", last.millis - first.millis);
    json.writeNumberField("paid", last.paid() - first.paid());
    json.writeNumberField("refused", last.refused() - first.refused());
    json.writeNumberField("unclear", last.unclear() - first.unclear());
    json.writeArrayFieldStart("latency");
    for (int place = 0; place <= CheckoutSample.BOUNDS.length; place++) {
      json.writeNumber(last.latency(place, first));
    }
    json.writeEndArray();
  }

  @Override
  public void close() {
    sampler.close();
  }
}
