package tercet.gateway;

import java.util.List;
import java.util.Locale;
import tercet.gateway.contract.HttpReply;
import tercet.gateway.contract.Json;

/**
 * The state of this process, as probes see it.
 *
 * @param phase its own state, which alone decides whether it is ready
 * @param missing a sentence for each thing outside of this process that it misses; requests that
 *     need none of them are served
 */
public record NodeHealth(Phase phase, List<String> missing) {
  /** The own state of a process. */
  public enum Phase {
    STARTING,
    UP,
    /** It is a gateway and reaches no other node, so the network of its machine may be at fault. */
    CUT_OFF,
    STOPPING
  }

  private static final HttpReply WELL = reply(200, new NodeHealth(Phase.UP, List.of()));

  public NodeHealth {
    missing = List.copyOf(missing);
  }

  /** One that misses nothing. */
  public static NodeHealth of(Phase phase) {
    return new NodeHealth(phase, List.of());
  }

  /** 200 while a load balancer may send requests. */
  HttpReply reply() {
    if (phase == Phase.UP && missing.isEmpty()) {
      return WELL;
    }
    return reply(phase == Phase.UP ? 200 : 503, this);
  }

  private static HttpReply reply(int status, NodeHealth health) {
    return HttpReply.of(
        status,
        HttpReply.Type.JSON,
        Json.object(json -> {
          json.writeStringField("status", health.word());
          if (!health.missing.isEmpty()) {
            json.writeArrayFieldStart("missing");
            for (String sentence : health.missing) {
              json.writeString(sentence);
            }
            json.writeEndArray();
          }
        }));
  }

  /** As in JSON. */
  String word() {
    return phase == Phase.UP && !missing.isEmpty()
        ? "degraded"
        : phase.name().toLowerCase(Locale.ROOT);
  }
}
