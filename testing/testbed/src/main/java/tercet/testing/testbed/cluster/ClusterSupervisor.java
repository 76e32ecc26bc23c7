package tercet.testing.testbed.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tercet.testing.testbed.server.Folders;
import tercet.testing.testbed.server.ServerFailedException;

/**
 * Keeps a cluster until its process is asked to end: owns all its processes, and writes the state
 * that {@link ClusterRegistry} reads.
 */
public final class ClusterSupervisor {
  /** A process that starts and a supervisor that is killed within that time is not found again. */
  private static final Duration POLL_EVERY = Duration.ofMillis(500);

  /** Asking the databases which of them is the primary runs some programs. */
  private static final int LOOKS_AT_MEMBERS = 8;

  /** Looks without finding any process until none can be about to start another one. */
  private static final int EMPTY_LOOKS = 3;

  private final Path folder;
  private final ProcessId self = ProcessId.of(ProcessHandle.current().pid());
  private final AtomicReference<@Nullable LocalCluster> cluster = new AtomicReference<>();
  private List<ClusterState.MemberState> members = List.of();
  private volatile boolean ended;

  private ClusterSupervisor(Path folder) {
    this.folder = folder;
  }

  /**
   * Starts a cluster, and returns when it is ready. It ends with this process; call {@link #keep}
   * next.
   *
   * @param program as for {@link LocalCluster#start}
   * @throws ClusterUpException if there is one of that name
   * @throws ServerFailedException with what a member said
   */
  public static ClusterSupervisor start(
      Blueprint blueprint, List<String> program, Consumer<String> progress)
      throws ClusterUpException {
    Path folder = ClusterRegistry.ofThisUser().claim(blueprint.name());
    ClusterSupervisor supervisor = new ClusterSupervisor(folder);
    Runtime.getRuntime().addShutdownHook(new Thread(supervisor::end, "end-supervisor"));
    Thread.ofPlatform().daemon().name("look").start(supervisor::look);
    supervisor.cluster.set(
        LocalCluster.start(folder.resolve("data"), blueprint, program, progress));
    supervisor.writeState(true);
    Thread.ofPlatform().daemon().name("scale").start(supervisor::answerRequests);
    return supervisor;
  }

  private void answerRequests() {
    ScaleRequests requests = new ScaleRequests(folder);
    LocalCluster running = Objects.requireNonNull(cluster.get());
    while (!ended) {
      try {
        requests.answerAll(counts -> {
          String answer = ScaleRequests.scale(running, counts);
          writeState(true);
          return answer;
        });
      } catch (IOException e) {
        // The folder is being deleted, or its disk is full: the next look finds the request again.
      }
      LockSupport.parkNanos(POLL_EVERY.toNanos());
    }
  }

  private void look() {
    for (int look = 0; !ended; look++) {
      writeState(look % LOOKS_AT_MEMBERS == 0);
      LockSupport.parkNanos(POLL_EVERY.toNanos());
    }
  }

  private synchronized void writeState(boolean withMembers) {
    if (ended) {
      return;
    }
    LocalCluster running = cluster.get();
    if (running != null && withMembers) {
      members = running.kept();
    }
    List<ProcessId> processes = self.tree().filter(one -> !one.equals(self)).toList();
    try {
      new ClusterState(
              self, running == null ? "" : running.address().toString(), members, processes)
          .write(folder);
    } catch (IOException e) {
      if (Files.exists(folder)) {
        throw new ServerFailedException("cannot write the state of the cluster: " + e, e);
      }
    }
  }

  /** The description of a cluster that is up, for a person. */
  public String report() {
    return ClusterReport.of(String.valueOf(folder.getFileName()), state());
  }

  private ClusterState state() {
    try {
      return ClusterState.read(folder);
    } catch (IOException e) {
      throw new ServerFailedException("cannot read the state of the cluster: " + e, e);
    }
  }

  /** Waits until this process is asked to end. */
  public void keep() throws InterruptedException {
    Thread.currentThread().join();
  }

  private void end() {
    synchronized (this) {
      ended = true;
    }
    LocalCluster running = cluster.get();
    if (running != null) {
      running.close();
    }
    // One that is being started has no members yet, but may have processes.
    int empty = 0;
    while (empty < EMPTY_LOOKS) {
      List<ProcessId> left =
          self.tree().filter(one -> !one.equals(self)).filter(ProcessId::isAlive).toList();
      left.forEach(ProcessId::kill);
      empty = left.isEmpty() ? empty + 1 : 0;
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    Folders.delete(folder);
  }
}
