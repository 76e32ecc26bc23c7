package tercet.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import tercet.gateway.contract.HttpReply;
import tercet.gateway.contract.Route;

/**
 * Counts and times what the public listener answers. A meter is made when it is first needed, and
 * then found without a look into the registry, because every request passes here.
 */
final class RequestMetrics {
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(20),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(200),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10)
  };

  /** Statuses that routes answer, and one place for any other. */
  private static final int STATUSES = 8;

  private final MeterRegistry registry;
  private final Map<Route, AtomicReferenceArray<Timer>> timers = new HashMap<>();
  private final ConcurrentMap<String, Counter> problems = new ConcurrentHashMap<>();

  RequestMetrics(MeterRegistry registry, List<Route> routes) {
    this.registry = registry;
    for (Route route : routes) {
      timers.put(route, new AtomicReferenceArray<>(STATUSES));
    }
  }

  /** A route gave a reply. */
  void answered(Route route, HttpReply reply, long nanos) {
    timer(route, reply.status()).record(nanos, TimeUnit.NANOSECONDS);
    if (reply.code() != null) {
      problem(reply.code());
    }
  }

  /** There was no such route. */
  void unrouted(HttpReply reply) {
    if (reply.code() != null) {
      problem(reply.code());
    }
  }

  private void problem(String code) {
    Counter counter = problems.get(code);
    if (counter == null) {
      counter = problems.computeIfAbsent(code, this::problemCounter);
    }
    counter.increment();
  }

  private Counter problemCounter(String code) {
    return Counter.builder("tercet.http.problems")
        .description("Requests that were not answered with 200, by error code.")
        .tag("code", code)
        .register(registry);
  }

  private Timer timer(Route route, int status) {
    AtomicReferenceArray<Timer> byStatus = timers.get(route);
    if (byStatus == null) {
      throw new IllegalArgumentException("not a route of this listener: " + route);
    }
    int place = place(status);
    Timer timer = byStatus.getAcquire(place);
    if (timer == null) {
      timer = newTimer(route, status); // another thread that does the same gets the same one
      byStatus.setRelease(place, timer);
    }
    return timer;
  }

  private static int place(int status) {
    return switch (status) {
      case 200 -> 0;
      case 400 -> 1;
      case 401 -> 2;
      case 403 -> 3;
      case 422 -> 4;
      case 500 -> 5;
      case 503 -> 6;
      default -> STATUSES - 1;
    };
  }

  private Timer newTimer(Route route, int status) {
    return Timer.builder("tercet.http.requests")
        .description("Requests by route and status, from parsed to answered.")
        .tags(
            "method",
            route.verb().name(),
            "route",
            route.template(),
            "status",
            Integer.toString(status))
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }
}
