package tercet.testing.testbed.cluster;

import java.util.Set;
import tercet.testing.testbed.server.LoneServer;

/** A server that keeps its roles for ever. */
class LoneServerControl implements ProcessControl {
  private final Set<String> roles;
  private final LoneServer server;

  LoneServerControl(Set<String> roles, LoneServer server) {
    this.roles = roles;
    this.server = server;
  }

  @Override
  public Set<String> roles() {
    return roles;
  }

  @Override
  public boolean isAlive() {
    return server.process().isAlive();
  }

  @Override
  public long pid() {
    return server.process().pid();
  }

  @Override
  public String address() {
    return "127.0.0.1:" + server.port();
  }

  @Override
  public void kill() {
    server.kill();
  }

  @Override
  public void pause() {
    server.pause();
  }

  @Override
  public void resume() {
    server.resume();
  }

  @Override
  public void start() {
    server.launchAgain();
  }

  @Override
  public boolean answers() {
    return server.answers();
  }

  @Override
  public String log() {
    return server.process().log();
  }
}
