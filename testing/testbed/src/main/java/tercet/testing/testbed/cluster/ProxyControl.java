package tercet.testing.testbed.cluster;

import java.util.Set;
import tercet.testing.testbed.server.NginxServer;

/** The nginx in front of several gateways. */
final class ProxyControl implements ProcessControl {
  private final NginxServer server;

  ProxyControl(NginxServer server) {
    this.server = server;
  }

  @Override
  public Set<String> roles() {
    return Set.of("proxy");
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
    server.process().kill();
  }

  @Override
  public void pause() {
    server.process().pause();
  }

  @Override
  public void resume() {
    server.process().resume();
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
