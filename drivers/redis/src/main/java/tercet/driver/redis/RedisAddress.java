package tercet.driver.redis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * Where Redis is.
 *
 * @param topology how its servers belong together
 * @param tls whether connections are encrypted
 * @param user who connects; null for Redis's default user
 * @param hosts servers, sentinels, or some members of a cluster
 * @param master the name that the sentinels know the master by; empty elsewhere
 * @param database its number; 0 but for a single server
 */
public record RedisAddress(
    Topology topology,
    boolean tls,
    @Nullable String user,
    Set<HostAndPort> hosts,
    String master,
    int database) {
  private static final Pattern FORM =
      Pattern.compile("(rediss?)(-sentinel|-cluster)?://(?:([^@/]*)@)?([^/@]+)(?:/([^/]*))?");
  private static final int PORT = 6379;
  private static final int PORT_OF_SENTINELS = 26379;
  private static final int PORT_MAX = 65_535;

  /** How servers belong together. */
  public enum Topology {
    STANDALONE,
    SENTINEL,
    CLUSTER;

    String suffix() {
      return this == STANDALONE ? "" : "-" + name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Reads {@code redis://host:port/database}, {@code redis-sentinel://host:port,host:port/master}
   * or {@code redis-cluster://host:port,host:port}; {@code rediss} for TLS, {@code user@} before
   * the hosts.
   *
   * @throws IllegalArgumentException if it is no such address; the message says what one looks like
   *     and shows no password
   */
  public static RedisAddress parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "the address of Redis is redis://host:port, redis-sentinel://host:port,host:port/master"
              + " or redis-cluster://host:port,host:port, not "
              + withoutUser(text));
    }
    Topology topology = topology(matcher.group(2));
    String user = matcher.group(3);
    if (user != null && user.contains(":")) {
      throw new IllegalArgumentException(
          "the address of Redis holds no password: put it into a file or into the environment");
    }
    int port = topology == Topology.SENTINEL ? PORT_OF_SENTINELS : PORT;
    Set<HostAndPort> hosts = new LinkedHashSet<>();
    for (String host : matcher.group(4).split(",", -1)) {
      hosts.add(host(host, port));
    }
    String last = matcher.group(5) == null ? "" : matcher.group(5);
    checkLast(topology, hosts, last);
    return new RedisAddress(
        topology,
        matcher.group(1).equals("rediss"),
        user == null || user.isEmpty() ? null : user,
        hosts,
        topology == Topology.SENTINEL ? last : "",
        topology == Topology.STANDALONE && !last.isEmpty() ? Integer.parseInt(last) : 0);
  }

  private static Topology topology(@Nullable String suffix) {
    return Arrays.stream(Topology.values())
        .filter(some -> some.suffix().equals(suffix == null ? "" : suffix))
        .findFirst()
        .orElseThrow();
  }

  private static void checkLast(Topology topology, Set<HostAndPort> hosts, String last) {
    switch (topology) {
      case STANDALONE -> {
        if (hosts.size() > 1) {
          throw new IllegalArgumentException(
              "redis:// names one server; several are redis-sentinel:// or redis-cluster://");
        }
        if (!last.matches("\\d{0,4}")) {
          throw new IllegalArgumentException("a database of Redis is a number, not " + last);
        }
      }
      case SENTINEL -> {
        if (last.isEmpty()) {
          throw new IllegalArgumentException(
              "redis-sentinel:// ends with the name of the master, for example /shop");
        }
      }
      case CLUSTER -> {
        if (!last.isEmpty()) {
          throw new IllegalArgumentException(
              "Redis Cluster has one database: nothing follows the hosts");
        }
      }
    }
  }

  private static HostAndPort host(String text, int usual) {
    int colon = text.lastIndexOf(':');
    boolean hasPort = colon > text.lastIndexOf(']');
    String name = hasPort ? text.substring(0, colon) : text;
    String port = hasPort ? text.substring(colon + 1) : Integer.toString(usual);
    if (name.isEmpty() || !port.matches("\\d{1,5}") || Integer.parseInt(port) > PORT_MAX) {
      throw new IllegalArgumentException("a server of Redis is host:port, not " + text);
    }
    return new HostAndPort(name.replaceAll("[\\[\\]]", ""), Integer.parseInt(port));
  }

  private static String withoutUser(String text) {
    return text.replaceFirst("//.*@", "//");
  }

  /** As it is written. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    parts.add((tls ? "rediss" : "redis") + topology.suffix() + "://");
    parts.add(hosts.stream().map(HostAndPort::toString).collect(Collectors.joining(",")));
    if (topology == Topology.SENTINEL) {
      parts.add("/" + master);
    } else if (database > 0) {
      parts.add("/" + database);
    }
    return String.join("", parts);
  }
}
