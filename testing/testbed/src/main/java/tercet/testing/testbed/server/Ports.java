package tercet.testing.testbed.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Free ports of loopback, below those that the system gives to clients: a client's port could be in
 * use when a server comes back to it. A process gets each only once.
 */
public final class Ports {
  private static final Path OF_CLIENTS = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
  private static final int FIRST = 10_000;
  private static final int OF_CLIENTS_USUALLY = 32_768;
  private static final int ATTEMPTS_MAX = 10_000;

  private static final Random CHANCE = new SecureRandom();
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private Ports() {}

  /** One more. */
  public static int free() {
    int end = ofClients();
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      int port = CHANCE.nextInt(FIRST, end);
      if (isFree(port) && GIVEN.add(port)) {
        return port;
      }
    }
    throw new ServerFailedException("no port from " + FIRST + " to " + end + " is free");
  }

  private static int ofClients() {
    try {
      int first = Integer.parseInt(Files.readString(OF_CLIENTS).strip().split("\\s+", -1)[0]);
      return first > FIRST + ATTEMPTS_MAX ? first : OF_CLIENTS_USUALLY;
    } catch (IOException e) {
      return OF_CLIENTS_USUALLY;
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
