package tercet.e2e.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import tercet.testing.testbed.cluster.Blueprint;
import tercet.testing.testbed.cluster.LocalCluster;
import tercet.testing.testbed.server.NodeMetrics;

/** A cluster of the program that was built last. */
final class ShopCluster {
  private ShopCluster() {}

  static LocalCluster start(Blueprint blueprint) {
    return LocalCluster.start(blueprint, ShopProcess.nodeCommand(), ShopCluster::say);
  }

  /**
   * The value of a metric of a process.
   *
   * @param admin where it has its metrics
   * @param name with its labels, if it has any
   */
  static double metric(URI admin, String name) {
    try {
      return NodeMetrics.value(admin, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void say(String progress) {
    System.out.println(progress);
  }
}
