package tercet.testing.testbed.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server with a name, folder and port of its own. Its processes have a group of their own, so
 * that {@link Firewall} can cut them off. It can be killed and started again. For one thread at a
 * time, except for its output and its address.
 */
public abstract class GroupedServer implements LoneServer {
  /** Above all groups that a system has, and those of others here; a port is used by one server. */
  private static final long FIRST_GROUP = 4_000_000;

  private final String name;
  private final Path folder;
  private final int port;
  private final SystemAccount account;
  private volatile @Nullable ServerProcess latest;

  /**
   * Not started yet.
   *
   * @param name for people
   * @param folder for its files; made if it is missing
   */
  GroupedServer(String name, Path folder, int port, SystemAccount account) {
    this.name = name;
    this.folder = Folders.create(folder);
    this.port = port;
    this.account = account.inGroup(FIRST_GROUP + port);
  }

  /** Starts a process, and does not wait until it answers. */
  final void launch(Map<String, String> environment, List<String> command) {
    latest = ServerProcess.start(folder, output(), environment, asItself(command));
  }

  /** A command with the account and the group of this server. */
  final List<String> asItself(List<String> command) {
    return account.command(command);
  }

  final SystemAccount account() {
    return account;
  }

  final Path folder() {
    return folder;
  }

  /** The file with the output of all its processes. */
  final Path output() {
    return folder.resolve("log");
  }

  /** Unique among those of its kind in a cluster. */
  public final String name() {
    return name;
  }

  @Override
  public final int port() {
    return port;
  }

  /** The group that its processes belong to, if this process may choose, and no others. */
  public final long group() {
    return FIRST_GROUP + port;
  }

  @Override
  public final ServerProcess process() {
    ServerProcess started = latest;
    if (started == null) {
      throw new ServerFailedException(name + " has never run");
    }
    return started;
  }

  /** Whether its first process runs. */
  public final boolean isAlive() {
    ServerProcess started = latest;
    return started != null && started.isAlive();
  }

  /** Ends it as a power failure would, if it runs. */
  @Override
  public final void kill() {
    ServerProcess started = latest;
    if (started != null) {
      started.kill();
    }
  }
}
