package tercet.testing.testbed.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import tercet.testing.testbed.server.Health;

/** Looks at the members of a cluster that another process keeps. */
final class ClusterReport {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(3);

  private ClusterReport() {}

  static String of(String name, ClusterState state) {
    StringBuilder text = new StringBuilder();
    text.append(name).append(": ").append(summary(name, state)).append('\n');
    List<String> conditions =
        state.members().parallelStream().map(ClusterReport::condition).toList();
    int width = state.members().stream().mapToInt(member -> member.name().length()).max().orElse(1);
    for (int i = 0; i < conditions.size(); i++) {
      ClusterState.MemberState member = state.members().get(i);
      text.append(
          ("  %-" + width + "s %-10s pid %-8d %-18s %s%n")
              .formatted(
                  member.name(),
                  conditions.get(i),
                  member.process().pid(),
                  member.roles(),
                  member.address()));
    }
    return text.toString();
  }

  private static String summary(String name, ClusterState state) {
    if (!state.supervisor().isAlive()) {
      return "its supervisor was killed; './tercet cluster down " + name + "' removes what is left";
    }
    return state.address().isEmpty() ? "starting" : "up at " + state.address();
  }

  private static String condition(ClusterState.MemberState member) {
    if (!member.process().isAlive()) {
      return "dead";
    }
    if (member.process().isPaused()) {
      return "paused";
    }
    return answers(member.address()) ? "ready" : "not ready";
  }

  private static boolean answers(String address) {
    if (address.startsWith("http:")) {
      return Health.isWell(URI.create(address), ANSWER_MAX);
    }
    int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
    try (Socket socket = new Socket()) {
      InetSocketAddress there = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      socket.connect(there, (int) ANSWER_MAX.toMillis());
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
