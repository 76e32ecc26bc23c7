package tercet.server.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import tercet.gateway.EngineMetric;
import tercet.gateway.EngineMetric.Kind;

/** Metrics that show the parts of one record of figures. */
public final class MetricList<F> {
  private final String prefix;
  private final Map<String, String> labels;
  private final Supplier<F> figures;
  private final List<EngineMetric> metrics = new ArrayList<>();

  /**
   * No metrics yet.
   *
   * @param prefix of their names, with its last dot
   * @param labels of each
   * @param figures are asked for whenever one of them is shown
   */
  public MetricList(String prefix, Map<String, String> labels, Supplier<F> figures) {
    this.prefix = prefix;
    this.labels = Map.copyOf(labels);
    this.figures = figures;
  }

  /** And one that only goes up. */
  public MetricList<F> counter(String name, String meaning, ToDoubleFunction<F> value) {
    return with(Kind.COUNTER, name, meaning, value);
  }

  /** And one that goes up and down. */
  public MetricList<F> gauge(String name, String meaning, ToDoubleFunction<F> value) {
    return with(Kind.GAUGE, name, meaning, value);
  }

  private MetricList<F> with(Kind kind, String name, String meaning, ToDoubleFunction<F> value) {
    metrics.add(
        new EngineMetric(
            prefix + name, kind, meaning, labels, () -> value.applyAsDouble(figures.get())));
    return this;
  }

  /** All of them. */
  public List<EngineMetric> toList() {
    return List.copyOf(metrics);
  }
}
