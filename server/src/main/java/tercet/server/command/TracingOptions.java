package tercet.server.command;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tercet.server.config.Configuration;

/** Options of traces, which without an address are off. */
final class TracingOptions {
  /** The standard's variables, which the options win over. */
  private static final String ENDPOINT_VARIABLE = "OTEL_EXPORTER_OTLP_ENDPOINT";

  private static final String RATIO_VARIABLE = "OTEL_TRACES_SAMPLER_ARG";

  @Option(
      names = "--otlp-endpoint",
      paramLabel = "URL",
      description =
          "Send traces to the collector at this address, by OTLP over HTTP; for example "
              + "http://127.0.0.1:4318. The standard variable "
              + ENDPOINT_VARIABLE
              + " does the same.")
  private @Nullable String endpoint;

  @Option(
      names = "--trace-ratio",
      paramLabel = "RATIO",
      description =
          "Part of all requests that is traced, 0 to 1, the same for all nodes. Default: 1, or "
              + RATIO_VARIABLE
              + ".")
  private @Nullable Double ratio;

  /**
   * Null if nothing is traced.
   *
   * @throws IllegalArgumentException with a sentence that says what is wrong
   */
  Configuration.@Nullable Traces choice() {
    String url = endpoint == null ? System.getenv(ENDPOINT_VARIABLE) : endpoint;
    if (url == null || url.isBlank()) {
      return null;
    }
    return new Configuration.Traces(URI.create(url.strip()), ratio());
  }

  private double ratio() {
    if (ratio != null) {
      return ratio;
    }
    String text = System.getenv(RATIO_VARIABLE);
    try {
      return text == null || text.isBlank() ? 1 : Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          RATIO_VARIABLE + " is a number from 0 to 1, not " + text, e);
    }
  }
}
