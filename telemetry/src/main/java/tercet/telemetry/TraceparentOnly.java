package tercet.telemetry;

import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request as OpenTelemetry's parser sees it: nothing but the header {@code traceparent}. */
enum TraceparentOnly implements TextMapGetter<String> {
  GETTER;

  private static final String NAME = "traceparent";

  @Override
  public Iterable<String> keys(String value) {
    return List.of(NAME);
  }

  @Override
  public @Nullable String get(@Nullable String value, String key) {
    return NAME.equals(key) ? value : null;
  }
}
