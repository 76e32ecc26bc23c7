package tercet.runtime.cluster;

import java.util.Locale;
import tercet.kernel.id.Service;

/** A task of a node. */
public enum Role {
  ORDER,
  STOCK,
  PAYMENT,
  /** Asks on behalf of clients; serves no shards. */
  GATEWAY;

  /** The role of a node that serves a service's shards. */
  public static Role of(Service service) {
    return switch (service) {
      case ORDER -> Role.ORDER;
      case STOCK -> Role.STOCK;
      case PAYMENT -> Role.PAYMENT;
    };
  }

  /** Its name in a {@link ClusterFile}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
