package tercet.telemetry;

import java.net.URI;

/**
 * The share of traces, and where to send them.
 *
 * @param endpoint of a collector that takes OTLP over HTTP, without {@code /v1/traces}
 * @param ratio of traces that are made, from 0 to 1; all nodes choose the same ones
 * @param node name of this process, told apart from others by it
 */
public record TracingSettings(URI endpoint, double ratio, String node) {
  public TracingSettings {
    String scheme = endpoint.getScheme();
    boolean known = "http".equals(scheme) || "https".equals(scheme);
    if (!known || endpoint.getHost() == null) {
      throw new IllegalArgumentException(
          "traces are sent to an address like http://127.0.0.1:4318, not " + endpoint);
    }
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new IllegalArgumentException("the ratio of traces is 0 to 1, not " + ratio);
    }
  }

  /** Where batches of spans are posted. */
  String tracesUrl() {
    String text = endpoint.toString();
    return (text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + "/v1/traces";
  }
}
