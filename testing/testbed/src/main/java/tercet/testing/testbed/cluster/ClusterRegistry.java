package tercet.testing.testbed.cluster;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.CodeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tercet.testing.testbed.server.Firewall;
import tercet.testing.testbed.server.Folders;
import tercet.testing.testbed.server.ServerFailedException;

/**
 * The clusters that this user has started in the background with this copy of the program: each has
 * a folder that says so. Another copy has names of its own.
 */
public final class ClusterRegistry {
  private static final Duration END_MAX = Duration.ofSeconds(60);
  private static final Duration POLL_EVERY = Duration.ofMillis(50);

  private final Path folder;

  private ClusterRegistry(Path folder) {
    this.folder = folder;
  }

  /**
   * Those of this user.
   *
   * @throws ServerFailedException if another user has made the folder
   */
  public static ClusterRegistry ofThisUser() {
    String user = System.getProperty("user.name");
    String copy = Integer.toHexString(ownPlace().hashCode());
    Path folder =
        Path.of(System.getProperty("java.io.tmpdir"), "tercet-%s-%s".formatted(user, copy));
    try {
      Folders.create(folder);
      String owner = Files.getOwner(folder).getName();
      if (!owner.equals(user)) {
        throw new ServerFailedException(folder + " belongs to " + owner + "; remove it");
      }
    } catch (IOException e) {
      throw new ServerFailedException("cannot use " + folder + ": " + e, e);
    }
    Folders.openToAll(folder);
    return new ClusterRegistry(folder);
  }

  /** Where this copy of the program lies. */
  private static String ownPlace() {
    CodeSource source = ClusterRegistry.class.getProtectionDomain().getCodeSource();
    return source == null ? "" : String.valueOf(source.getLocation());
  }

  /** Names of all clusters, also of those with a killed supervisor. */
  public List<String> names() {
    try (Stream<Path> folders = Files.list(folder)) {
      return folders
          .map(one -> String.valueOf(one.getFileName()))
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new ServerFailedException("cannot look into " + folder + ": " + e, e);
    }
  }

  /** Whether the process of a number supervises the cluster and all members have been ready. */
  public boolean isUp(String name, long supervisor) {
    ClusterState state = find(name);
    return state != null
        && state.supervisor().pid() == supervisor
        && state.supervisor().isAlive()
        && !state.address().isEmpty();
  }

  /** Null if there is no such cluster. */
  @Nullable ClusterState find(String name) {
    try {
      return ClusterState.read(folder.resolve(name));
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw new ServerFailedException("cannot read the state of " + name + ": " + e, e);
    }
  }

  /**
   * Makes the folder of a cluster, for this process.
   *
   * @throws ClusterUpException if there is one of that name
   */
  Path claim(String name) throws ClusterUpException {
    Path own = folder.resolve(name);
    Path made = folder.resolve("." + name + "-" + ProcessHandle.current().pid());
    ClusterState other = find(name);
    if (other != null && !other.supervisor().isAlive()) {
      end(name); // its supervisor was killed
    }
    try {
      Folders.openToAll(Folders.create(made));
      ProcessId supervisor = ProcessId.of(ProcessHandle.current().pid());
      new ClusterState(supervisor, "", List.of(), List.of()).write(made);
      Files.move(made, own, StandardCopyOption.ATOMIC_MOVE);
      return own;
    } catch (DirectoryNotEmptyException | FileAlreadyExistsException e) {
      Folders.delete(made);
      throw new ClusterUpException(name, e);
    } catch (FileSystemException e) {
      Folders.delete(made);
      if (Files.exists(own)) {
        throw new ClusterUpException(name, e);
      }
      throw new ServerFailedException("cannot make " + own + ": " + e, e);
    } catch (IOException e) {
      throw new ServerFailedException("cannot make " + own + ": " + e, e);
    }
  }

  /**
   * Ends a cluster, and returns when nothing is left of it.
   *
   * @return false if there is none of that name
   */
  public boolean end(String name) {
    ClusterState state = find(name);
    if (state == null) {
      return false;
    }
    state.supervisor().terminate();
    if (!awaitEnd(List.of(state.supervisor()))) {
      state.supervisor().kill();
      awaitEnd(List.of(state.supervisor()));
    }
    ClusterState left = find(name);
    if (left != null) {
      endWithoutSupervisor(left);
      Firewall.open().close(); // removes rules of dead processes
      Folders.delete(folder.resolve(name));
    }
    deleteIfEmpty();
    return true;
  }

  /**
   * Changes the number of nodes of a cluster that is up, and returns when that is done.
   *
   * @return false if there is none of that name
   * @throws IllegalArgumentException with a sentence, if it cannot be changed so
   * @throws ServerFailedException if its supervisor has ended
   */
  public boolean scale(String name, NodeCounts counts) {
    ClusterState state = find(name);
    if (state == null) {
      return false;
    }
    if (state.address().isEmpty()) {
      throw new IllegalArgumentException("%s is still starting".formatted(name));
    }
    new ScaleRequests(folder.resolve(name)).ask(counts, state.supervisor()::isAlive);
    return true;
  }

  private void deleteIfEmpty() {
    try {
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // There are others.
    }
  }

  private static void endWithoutSupervisor(ClusterState left) {
    List<ProcessId> all = new ArrayList<>();
    for (ProcessId process : left.processes()) {
      if (process.isAlive()) {
        all.addAll(process.tree().toList());
      }
    }
    all.forEach(ProcessId::kill);
    if (!awaitEnd(all)) {
      throw new ServerFailedException(
          "these processes do not end: " + all.stream().filter(ProcessId::isAlive).toList());
    }
  }

  private static boolean awaitEnd(List<ProcessId> processes) {
    long start = System.nanoTime();
    while (processes.stream().anyMatch(ProcessId::isAlive)) {
      if (System.nanoTime() - start > END_MAX.toNanos()) {
        return false;
      }
      LockSupport.parkNanos(POLL_EVERY.toNanos());
    }
    return true;
  }

  /**
   * The state of a cluster, as lines for a person.
   *
   * @return null if there is none of that name
   */
  public @Nullable String report(String name) {
    ClusterState state = find(name);
    return state == null ? null : ClusterReport.of(name, state);
  }
}
