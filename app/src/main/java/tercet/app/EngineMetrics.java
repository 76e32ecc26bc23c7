package tercet.app;

import java.util.List;
import java.util.function.DoubleSupplier;
import tercet.gateway.EngineMetric;
import tercet.gateway.EngineMetric.Kind;
import tercet.runtime.node.Node;
import tercet.runtime.request.Requests;

/** What is worth knowing about the engine while it runs. */
final class EngineMetrics {
  private EngineMetrics() {}

  static List<EngineMetric> of(Node node, Requests requests) {
    return List.of(
        gauge("requests.in.flight", "Requests that wait for the engine.", requests::inFlight),
        counter(
            "requests.refused",
            "Requests refused because too many were waiting.",
            requests::refused),
        gauge(
            "transactions.open",
            "Checkouts that are not decided, or not yet undone.",
            () -> node.statistics().openTransactions()),
        gauge(
            "mailbox.waiting",
            "Inputs that wait for a decision.",
            () -> node.statistics().waiting()),
        counter("mailbox.dropped", "Inputs that found no room.", node::dropped),
        counter(
            "inputs.undecidable",
            "Inputs that could not be decided; each is a bug.",
            node::undecidable),
        counter(
            "commits",
            "Batches decided and committed; inputs.decided divided by this is the commit size.",
            () -> node.statistics().commits()),
        counter(
            "inputs.decided",
            "Inputs decided, messages between shards included.",
            () -> node.statistics().decided()));
  }

  private static EngineMetric gauge(String name, String meaning, DoubleSupplier value) {
    return new EngineMetric(name, Kind.GAUGE, meaning, value);
  }

  private static EngineMetric counter(String name, String meaning, DoubleSupplier value) {
    return new EngineMetric(name, Kind.COUNTER, meaning, value);
  }
}
