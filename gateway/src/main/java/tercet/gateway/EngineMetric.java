package tercet.gateway;

import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * A number about the engine behind the gateway, shown among the metrics.
 *
 * @param name words separated by dots, in singular or plural as it reads best; {@code tercet.} is
 *     put before it
 * @param kind how it moves
 * @param meaning for a person
 * @param labels that tell it from others of the same name, with their values
 * @param value read whenever metrics are fetched; cheap, and safe for any thread
 */
public record EngineMetric(
    String name, Kind kind, String meaning, Map<String, String> labels, DoubleSupplier value) {
  public EngineMetric {
    labels = Map.copyOf(labels);
  }

  /** A metric without labels. */
  public EngineMetric(String name, Kind kind, String meaning, DoubleSupplier value) {
    this(name, kind, meaning, Map.of(), value);
  }

  /** How a number moves. */
  public enum Kind {
    /** Up and down. */
    GAUGE,
    /** Only up, from 0 at the start of the process. */
    COUNTER
  }
}
