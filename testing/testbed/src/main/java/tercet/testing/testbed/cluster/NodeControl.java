package tercet.testing.testbed.cluster;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tercet.testing.testbed.server.Health;
import tercet.testing.testbed.server.ServerFailedException;
import tercet.testing.testbed.server.ServerProcess;

/** A process {@code tercet run --cluster}. */
final class NodeControl implements ProcessControl {
  /** An isolated one answers never. */
  private static final Duration ANSWER_MAX = Duration.ofSeconds(1);

  private final Set<String> roles;
  private final Path folder;
  private final List<String> command;
  private final Map<String, String> environment;
  private final URI ready;
  private ServerProcess process;

  /**
   * Starts it.
   *
   * @param folder that it works in; it exists
   */
  NodeControl(
      Set<String> roles,
      Path folder,
      List<String> command,
      Map<String, String> environment,
      URI ready) {
    this.roles = roles;
    this.folder = folder;
    this.command = command;
    this.environment = environment;
    this.ready = ready;
    this.process = launch();
  }

  private ServerProcess launch() {
    return ServerProcess.start(folder, folder.resolve("log"), environment, command);
  }

  @Override
  public Set<String> roles() {
    return roles;
  }

  @Override
  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public String address() {
    return ready.toString();
  }

  @Override
  public void kill() {
    process.kill();
  }

  /**
   * Asks it to end, as an operator does, and waits until it has.
   *
   * @throws ServerFailedException if it does not
   */
  void stop() {
    var _ = process.stop();
  }

  @Override
  public void pause() {
    process.pause();
  }

  @Override
  public void resume() {
    process.resume();
  }

  @Override
  public void start() {
    process = launch();
  }

  @Override
  public boolean answers() {
    return Health.isWell(ready, ANSWER_MAX);
  }

  @Override
  public String log() {
    return process.log();
  }
}
