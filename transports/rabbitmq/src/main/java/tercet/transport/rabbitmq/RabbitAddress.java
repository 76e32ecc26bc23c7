package tercet.transport.rabbitmq;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tercet.runtime.cluster.NodeAddress;

/**
 * Where RabbitMQ is.
 *
 * @param tls whether connections are encrypted
 * @param user who connects
 * @param hosts servers of one cluster; a connection goes to any that answers
 * @param virtualHost that all names are in
 * @param authorities file with the certificates, as PEM, of those who may sign a server's
 *     certificate; null for those that the JDK trusts
 */
public record RabbitAddress(
    boolean tls,
    String user,
    List<NodeAddress> hosts,
    String virtualHost,
    @Nullable Path authorities) {
  private static final Pattern FORM =
      Pattern.compile(
          "(amqps?)://(?:([^@/?]*)@)?([^/@?]+)(?:/([^/?]*))?(?:[?]authorities=([^?]+))?");
  private static final int PORT = 5672;
  private static final int PORT_OF_TLS = 5671;

  /** RabbitMQ makes this user by itself, and lets it connect from its own machine only. */
  private static final String USER = "guest";

  public RabbitAddress {
    hosts = List.copyOf(hosts);
    if (hosts.isEmpty()) {
      throw new IllegalArgumentException("RabbitMQ needs an address");
    }
  }

  /**
   * Reads {@code amqp://host:port,host:port/virtual-host}; {@code amqps} for TLS, {@code user@}
   * before the hosts, {@code ?authorities=FILE} at the end. Without a virtual host it is {@code /}.
   *
   * @throws IllegalArgumentException if it is no such address; the message says what one looks like
   *     and shows no password
   */
  public static RabbitAddress parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "the address of RabbitMQ is amqp://host:port,host:port or"
              + " amqps://user@host:port/virtual-host?authorities=FILE, not "
              + text.replaceFirst("//.*@", "//"));
    }
    boolean tls = matcher.group(1).equals("amqps");
    String user = matcher.group(2) == null ? "" : matcher.group(2);
    if (user.contains(":")) {
      throw new IllegalArgumentException(
          "the address of RabbitMQ holds no password: put it into a file or into the environment");
    }
    List<NodeAddress> hosts = new ArrayList<>();
    for (String host : matcher.group(3).split(",", -1)) {
      boolean hasPort = host.lastIndexOf(':') > host.lastIndexOf(']');
      hosts.add(NodeAddress.parse(hasPort ? host : host + ":" + (tls ? PORT_OF_TLS : PORT)));
    }
    String virtualHost = matcher.group(4) == null ? "" : matcher.group(4);
    String authorities = matcher.group(5);
    if (authorities != null && !tls) {
      throw new IllegalArgumentException("certificates are for TLS: write amqps:// for that");
    }
    return new RabbitAddress(
        tls,
        user.isEmpty() ? USER : user,
        hosts,
        virtualHost.isEmpty() ? "/" : virtualHost,
        authorities == null ? null : Path.of(authorities));
  }

  /** Servers and virtual host, as they are written. */
  @Override
  public String toString() {
    return (tls ? "amqps://" : "amqp://")
        + hosts.stream().map(NodeAddress::toString).collect(Collectors.joining(","))
        + (virtualHost.equals("/") ? "" : "/" + virtualHost);
  }
}
