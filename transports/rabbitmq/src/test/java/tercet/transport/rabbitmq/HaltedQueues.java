package tercet.transport.rabbitmq;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tercet.testing.testbed.server.RabbitCluster;
import tercet.testing.testbed.server.RabbitProcess;

/**
 * Keeps the leaders of quorum queues from running, on servers that run. No other leader is elected:
 * servers watch servers, not single queues.
 */
final class HaltedQueues implements AutoCloseable {
  private static final String NAME = "tercet_halts_queues";

  private final List<RabbitProcess> servers;

  private HaltedQueues(List<RabbitProcess> servers) {
    this.servers = servers;
  }

  /** Halts the leaders of these queues until this is closed. */
  static HaltedQueues halt(RabbitCluster servers, Collection<String> queues) {
    return start(servers, queues, "infinity", "0");
  }

  /** Halts each of them again and again, so that all that it does takes longer. */
  static HaltedQueues slow(
      RabbitCluster servers, Collection<String> queues, int haltedMillis, int runsMillis) {
    return start(servers, queues, Integer.toString(haltedMillis), Integer.toString(runsMillis));
  }

  private static HaltedQueues start(
      RabbitCluster servers, Collection<String> queues, String halted, String runs) {
    Map<String, String> leaders = servers.server().leaders();
    List<RabbitProcess> leading = new ArrayList<>();
    for (RabbitProcess server : servers.servers()) {
      String led =
          queues.stream()
              .filter(queue -> server.node().equals(leaders.get(queue)))
              .map(queue -> "'%2F_" + queue + "'")
              .collect(Collectors.joining(", "));
      if (!led.isEmpty()) {
        server.control("eval", program(led, halted, runs));
        leading.add(server);
      }
    }
    return new HaltedQueues(leading);
  }

  /** Each process of it halts one queue, which goes on when the process ends. */
  private static String program(String queues, String halted, String runs) {
    return """
    register(%s, spawn(fun() ->
      [spawn_link(fun() ->
         Queue = whereis(Name),
         (fun Again() ->
            erlang:suspend_process(Queue),
            timer:sleep(%s),
            erlang:resume_process(Queue),
            timer:sleep(%s),
            Again()
          end)()
       end) || Name <- [%s]],
      timer:sleep(infinity)
    end)).
    """
        .formatted(NAME, halted, runs, queues);
  }

  /** They run again. */
  @Override
  public void close() {
    servers.forEach(server -> server.control("eval", "exit(whereis(" + NAME + "), kill)."));
  }
}
