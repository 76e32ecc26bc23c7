package tercet.gateway;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import tercet.runtime.request.ShardClient;

/** All metrics of {@code /metrics}, except those of {@link RequestMetrics}. */
final class Meters implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

  /** Held here, because the registry's counters refer only weakly to the object that they read. */
  private final List<EngineMetric> shown = new ArrayList<>();

  /** Adds the metrics of the Java process and the engine. */
  Meters(List<EngineMetric> engine) {
    garbageCollection.bindTo(registry);
    for (MeterBinder process :
        List.of(
            new JvmMemoryMetrics(),
            new JvmThreadMetrics(),
            new ProcessorMetrics(),
            new FileDescriptorMetrics(),
            new UptimeMetrics())) {
      process.bindTo(registry);
    }
    for (EngineMetric metric : engine) {
      show(metric);
    }
  }

  /** Shows what waits for the engine, too. */
  void show(ShardClient requests) {
    gauge("requests.waiting", "Requests that wait for an answer of a shard.", requests::inFlight);
    show(
        new EngineMetric(
            "requests.overloaded",
            EngineMetric.Kind.COUNTER,
            "Requests refused because too many were waiting.",
            requests::refused));
  }

  /** Files, connections included, that the process may have open; the largest number if unknown. */
  int filesMax() {
    Gauge limit = registry.find("process.files.max").gauge();
    return limit == null || Double.isNaN(limit.value())
        ? Integer.MAX_VALUE
        : (int) Math.min(limit.value(), Integer.MAX_VALUE);
  }

  PrometheusMeterRegistry registry() {
    return registry;
  }

  void gauge(String name, String meaning, DoubleSupplier value) {
    show(new EngineMetric(name, EngineMetric.Kind.GAUGE, meaning, value));
  }

  private void show(EngineMetric metric) {
    shown.add(metric);
    String name = "tercet." + metric.name();
    List<Tag> tags = new ArrayList<>();
    metric.labels().forEach((label, text) -> tags.add(Tag.of(label, text)));
    DoubleSupplier value = metric.value();
    switch (metric.kind()) {
      case GAUGE ->
          Gauge.builder(name, value, DoubleSupplier::getAsDouble)
              .description(metric.meaning())
              .tags(tags)
              .strongReference(true)
              .register(registry);
      case COUNTER ->
          FunctionCounter.builder(name, value, DoubleSupplier::getAsDouble)
              .description(metric.meaning())
              .tags(tags)
              .register(registry);
    }
  }

  @Override
  public void close() {
    garbageCollection.close();
    registry.close();
  }
}
