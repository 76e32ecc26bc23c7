package tercet.e2e.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A shop of several processes {@code tercet run --cluster}, of which any may die and come back. */
final class ShopNodes implements AutoCloseable {
  private final Path folder;
  private final Path file;
  private final Function<String, List<String>> options;
  private final Map<String, ShopProcess.Ports> ports = new LinkedHashMap<>();
  private final Map<String, ShopProcess> running = new LinkedHashMap<>();

  private ShopNodes(
      Path folder,
      Map<String, String> roles,
      String stores,
      Function<String, List<String>> options) {
    this.folder = folder;
    this.options = options;
    StringBuilder text = new StringBuilder("shards = 8\nstores = " + stores + "\n");
    roles.forEach((node, words) -> {
      ports.put(node, ShopProcess.Ports.free());
      text.append("node.%s.address = 127.0.0.1:%d\n".formatted(node, ShopProcess.freePort()));
      text.append("node.%s.roles = %s\n".formatted(node, words));
    });
    try {
      file = Files.writeString(folder.resolve("cluster.properties"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts all nodes and waits until each has found the others.
   *
   * @param roles of each node, as in a cluster file
   * @param stores as in a cluster file
   * @param options of {@code tercet run}, the same for all
   */
  static ShopNodes start(Path folder, Map<String, String> roles, String stores, String... options) {
    return start(folder, roles, stores, node -> List.of(options));
  }

  /** The same with options for each node. */
  static ShopNodes start(
      Path folder,
      Map<String, String> roles,
      String stores,
      Function<String, List<String>> options) {
    ShopNodes nodes = new ShopNodes(folder, roles, stores, options);
    try {
      nodes.ports.keySet().forEach(nodes::launch);
      nodes.awaitReady();
      return nodes;
    } catch (RuntimeException failed) {
      nodes.close();
      throw failed;
    }
  }

  private void launch(String node) {
    List<String> all = new ArrayList<>(List.of("--cluster", file.toString(), "--node", node));
    all.addAll(options.apply(node));
    String[] given = all.toArray(String[]::new);
    running.put(node, ShopProcess.launch(ports(node), folder.resolve(node), List.of(), given));
  }

  /** Process of a node that runs. */
  long pid(String node) {
    return process(node).pid();
  }

  /** Waits until a node has ended by itself. */
  void awaitEnd(String node) {
    process(node).awaitEnd();
    running.remove(node);
  }

  /** Waits until each node that runs reaches somebody for every shard. */
  void awaitReady() {
    running.values().forEach(ShopProcess::awaitReady);
  }

  void kill(String node) {
    process(node).kill();
    running.remove(node);
  }

  /** Starts a node that was killed, and waits until all are ready. */
  void restart(String node) {
    launch(node);
    awaitReady();
  }

  /** Where a node with a gateway serves clients. */
  URI uri(String node) {
    return ports(node).uri();
  }

  private ShopProcess.Ports ports(String node) {
    ShopProcess.Ports found = ports.get(node);
    if (found == null) {
      throw new IllegalArgumentException("no such node: " + node);
    }
    return found;
  }

  /** What a node that runs shows of a number without labels. */
  double metric(String node, String name) {
    URI metrics = process(node).adminUri().resolve("/metrics");
    try (InputStream text = metrics.toURL().openStream()) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith(name + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("no such metric: " + name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ShopProcess process(String node) {
    ShopProcess process = running.get(node);
    if (process == null) {
      throw new IllegalArgumentException("not running: " + node);
    }
    return process;
  }

  /** What all of them have printed. */
  String output() {
    StringBuilder text = new StringBuilder();
    running.forEach((node, process) -> text.append(node + ":\n" + process.output() + "\n"));
    return text.toString();
  }

  @Override
  public void close() {
    running.values().forEach(ShopProcess::close);
  }
}
