package tercet.testing.testbed.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import tercet.testing.testbed.server.Firewall;

/**
 * A set of servers for each service. The names of its members begin with that of the service.
 *
 * @param byService by the role of the nodes that use them
 */
record DatabasesOfServices(Map<String, Databases> byService) implements Databases {
  private static final List<String> SERVICES = List.of("order", "stock", "payment");

  static DatabasesOfServices start(
      Blueprint.Storage storage, Path folder, Consumer<String> progress) {
    Map<String, Databases> started = new LinkedHashMap<>();
    try {
      for (String service : SERVICES) {
        progress.accept("for " + service + ":");
        started.put(service, Databases.start(storage, folder.resolve(service), progress));
      }
      return new DatabasesOfServices(started);
    } catch (RuntimeException failed) {
      started.values().forEach(Databases::close);
      throw failed;
    }
  }

  @Override
  public List<LocalMember> members(Firewall firewall) {
    List<LocalMember> members = new ArrayList<>();
    byService.forEach((service, servers) ->
        servers.members(firewall).stream()
            .map(member -> member.withName(service + "-" + member.name()))
            .forEach(members::add));
    return members;
  }

  /** A node of several services has all its records with the first of them. */
  @Override
  public List<String> options(Set<String> roles) {
    return byService.entrySet().stream()
        .filter(entry -> roles.contains(entry.getKey()))
        .findFirst()
        .map(entry -> entry.getValue().options(roles))
        .orElseGet(() -> byService.values().iterator().next().options(roles));
  }

  @Override
  public boolean areShared() {
    return byService.values().stream().allMatch(Databases::areShared);
  }

  @Override
  public void close() {
    byService.values().forEach(Databases::close);
  }
}
