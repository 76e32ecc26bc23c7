package tercet.testing.testbed.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tercet.testing.testbed.server.ServerProcess;

/** A process {@code tercet run --cluster}. */
final class NodeControl implements ProcessControl {
  /** An isolated one answers never. */
  private static final Duration ANSWER_MAX = Duration.ofSeconds(1);

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

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
    try {
      HttpRequest request = HttpRequest.newBuilder(ready).timeout(ANSWER_MAX).build();
      return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public String log() {
    return process.log();
  }
}
