package tercet.testing.testbed.cluster;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tercet.testing.testbed.server.Firewall;
import tercet.testing.testbed.server.Folders;
import tercet.testing.testbed.server.Ports;
import tercet.testing.testbed.server.ServerFailedException;

/** The nodes of a cluster with their addresses, and how each is started. */
final class NodePlan {
  /** Four for each of four nodes. */
  private static final int SHARDS = 16;

  private static final String FILE = "cluster.properties";
  private static final String SECRET_VARIABLE = "TERCET_CLUSTER_SECRET";
  private static final int SECRET_BYTES = 32;

  /** Above all groups that a system has; a port is used by one node at a time. */
  private static final long GROUPS_FROM = 1_000_000;

  private final Blueprint blueprint;
  private final List<String> program;
  private final String secret;
  private final List<PlannedNode> nodes = new ArrayList<>();

  /**
   * A node with its ports.
   *
   * @param options more of them for {@code tercet run}
   * @param port for clients
   * @param adminPort for health and metrics
   * @param nodePort for other nodes
   */
  record PlannedNode(
      String name, Set<String> roles, List<String> options, int port, int adminPort, int nodePort) {
    long group() {
      return GROUPS_FROM + nodePort;
    }
  }

  NodePlan(Blueprint blueprint, List<String> program) {
    this(blueprint, program, newSecret(), List.of());
  }

  private NodePlan(
      Blueprint blueprint, List<String> program, String secret, List<PlannedNode> known) {
    this.blueprint = blueprint;
    this.program = List.copyOf(program);
    this.secret = secret;
    for (Blueprint.Group group : blueprint.groups()) {
      for (int number = 1; number <= group.count(); number++) {
        String name = group.name() + "-" + number;
        nodes.add(
            known.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseGet(() -> planned(name, group)));
      }
    }
  }

  private static PlannedNode planned(String name, Blueprint.Group group) {
    return new PlannedNode(
        name, group.roles(), group.options(), Ports.free(), Ports.free(), Ports.free());
  }

  /** The same with another number of nodes; those that stay keep their addresses. */
  NodePlan resized(Blueprint other) {
    return new NodePlan(other, program, secret, nodes);
  }

  Blueprint blueprint() {
    return blueprint;
  }

  private static String newSecret() {
    byte[] bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  String secret() {
    return secret;
  }

  List<PlannedNode> nodes() {
    return nodes;
  }

  PlannedNode node(String name) {
    return nodes.stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such node: " + name));
  }

  /** Where clients may come. */
  List<Integer> gatewayPorts() {
    return nodes.stream()
        .filter(node -> node.roles().contains(Blueprint.Group.GATEWAY))
        .map(PlannedNode::port)
        .toList();
  }

  void writeClusterFile(Path folder, boolean shared) {
    StringBuilder text = new StringBuilder();
    text.append("shards = %d%nstores = %s%n".formatted(SHARDS, shared ? "shared" : "own"));
    for (PlannedNode node : nodes) {
      text.append("node.%s.address = 127.0.0.1:%d%n".formatted(node.name(), node.nodePort()));
      text.append("node.%s.roles = %s%n".formatted(node.name(), String.join(", ", node.roles())));
    }
    try {
      Path next = Files.writeString(Folders.create(folder).resolve(FILE + ".next"), text);
      // Nodes that run read it again, and never a part of it.
      Files.move(next, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new ServerFailedException("cannot write the cluster file: " + e, e);
    }
  }

  /** Starts a node, and does not wait. */
  LocalMember start(
      PlannedNode node, Path folder, Databases databases, Brokers brokers, Firewall firewall) {
    Path own = Folders.create(folder.resolve(node.name()));
    List<String> command = new ArrayList<>(firewall.inGroup(node.group()));
    command.addAll(program);
    command.addAll(List.of("run", "--cluster=" + folder.resolve(FILE), "--node=" + node.name()));
    command.addAll(List.of("--port=" + node.port(), "--admin-port=" + node.adminPort()));
    command.addAll(List.of("--data=" + own.resolve("data")));
    // nginx asks no node whether it is ready, so it would not notice while a node drains.
    command.addAll(List.of("--protocol=" + blueprint.protocol(), "--drain=0s"));
    command.addAll(brokers.options());
    command.addAll(databases.options(node.roles()));
    command.addAll(node.options());
    command.add("--deadline=" + blueprint.deadline().toMillis() + "ms");
    URI ready = URI.create("http://127.0.0.1:" + node.adminPort() + "/health/ready");
    NodeControl body =
        new NodeControl(node.roles(), own, command, Map.of(SECRET_VARIABLE, secret), ready);
    return new LocalMember(node.name(), body, firewall, new Isolation.ByGroup(node.group()));
  }
}
