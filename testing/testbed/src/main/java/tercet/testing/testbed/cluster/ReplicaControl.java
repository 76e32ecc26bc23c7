package tercet.testing.testbed.cluster;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import tercet.testing.testbed.server.ReplicatedServer;
import tercet.testing.testbed.server.ServerFailedException;

/**
 * One of several PostgreSQL servers, under supervision: one that is to run and does not, or that
 * was deposed as primary while it could not be reached, is made a standby again. That takes a
 * while; callers that want to break it wait.
 */
final class ReplicaControl implements ProcessControl {
  private static final Duration POLL_EVERY = Duration.ofSeconds(2);

  /** A role query spawns processes, so one query serves all. */
  private static final Duration ROLE_KNOWN = Duration.ofMillis(500);

  private final ReplicatedServer server;
  private final Object breaking = new Object();
  private volatile boolean wanted = true;
  private volatile boolean halted;
  private final ScheduledExecutorService operator;
  private Set<String> roles = Set.of();
  private long rolesKnown = System.nanoTime() - ROLE_KNOWN.toNanos();

  ReplicaControl(ReplicatedServer server) {
    this.server = server;
    this.operator =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("operator of " + server.name()).factory());
    long millis = POLL_EVERY.toMillis();
    var _ = operator.scheduleWithFixedDelay(this::operate, millis, millis, TimeUnit.MILLISECONDS);
  }

  private void operate() {
    try {
      if (mustRejoin()) {
        rejoin();
      }
    } catch (ServerFailedException e) {
      // There may be no primary to follow now; the server's log has the reason.
    }
  }

  private boolean mustRejoin() {
    if (!wanted || halted) {
      return false;
    }
    return !server.process().isAlive() || server.isDeposed();
  }

  private void rejoin() {
    synchronized (breaking) {
      if (mustRejoin()) { // no fault has hit it meanwhile
        server.rejoin();
      }
    }
  }

  @Override
  public synchronized Set<String> roles() {
    if (System.nanoTime() - rolesKnown > ROLE_KNOWN.toNanos()) {
      roles = Set.of("database", server.isPrimary() ? "primary" : "standby");
      rolesKnown = System.nanoTime();
    }
    return roles;
  }

  /** A server that has ended by itself is started again. */
  @Override
  public boolean isAlive() {
    return wanted;
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
    wanted = false;
    halted = false;
    synchronized (breaking) {
      server.kill();
    }
  }

  @Override
  public void pause() {
    halted = true;
    synchronized (breaking) {
      server.pause();
    }
  }

  @Override
  public void resume() {
    synchronized (breaking) {
      server.resume();
    }
    halted = false;
  }

  @Override
  public void start() {
    wanted = true;
  }

  @Override
  public boolean answers() {
    return server.answers() && (server.isStandby() || server.isPrimary());
  }

  @Override
  public String log() {
    return server.process().log();
  }

  /** Ends the supervision. */
  void end() {
    operator.shutdown();
    kill();
  }
}
