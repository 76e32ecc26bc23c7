package tercet.runtime.cluster;

import java.util.Set;
import java.util.regex.Pattern;
import tercet.kernel.id.Service;

/**
 * A process of the shop.
 *
 * @param name the same at each start; unique. Shards stay with the name
 * @param roles at least one
 * @param address where it listens for the others
 */
public record ClusterNode(String name, Set<Role> roles, NodeAddress address) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  public ClusterNode {
    roles = Set.copyOf(roles);
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a node's name has up to 63 of a-z, 0-9 and '-', as in a host's name, unlike '%s'"
              .formatted(name));
    }
    if (roles.isEmpty()) {
      throw new IllegalArgumentException("node " + name + " has no role");
    }
  }

  boolean serves(Service service) {
    return roles.contains(Role.of(service));
  }
}
