package tercet.testing.testbed.cluster;

/** There is a cluster of that name already. */
public final class ClusterUpException extends Exception {
  private static final long serialVersionUID = 1L;

  ClusterUpException(String name, Throwable cause) {
    super(
        "the cluster %s is up already; end it by ./tercet cluster down %s".formatted(name, name),
        cause);
  }
}
