package tercet.testing.testbed.cluster;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import tercet.testing.testbed.server.ServerFailedException;

/**
 * Requests of other processes to the supervisor of a cluster: files in its folder, to which only
 * the same user may write. A request is a file with numbers of nodes; its answer is a file of the
 * same name with another ending, with {@code done} or a sentence.
 *
 * @param folder of the cluster
 */
record ScaleRequests(Path folder) {
  private static final String REQUEST = ".scale";
  private static final String ANSWER = ".scaled";
  private static final String DONE = "done";
  private static final Duration POLL_EVERY = Duration.ofMillis(100);

  /**
   * Asks the supervisor, and waits for its answer.
   *
   * @param isThere whether the supervisor lives
   * @throws IllegalArgumentException with the supervisor's sentence, if it refuses or fails
   */
  void ask(NodeCounts counts, BooleanSupplier isThere) {
    String name = ProcessHandle.current().pid() + "-" + System.nanoTime();
    try {
      put(name + REQUEST, counts.toString());
      Path answer = folder.resolve(name + ANSWER);
      while (!Files.exists(answer)) {
        if (!isThere.getAsBoolean()) {
          throw new ServerFailedException("the supervisor has ended; the change may be half made");
        }
        LockSupport.parkNanos(POLL_EVERY.toNanos());
      }
      String said = Files.readString(answer);
      Files.delete(answer);
      if (!said.equals(DONE)) {
        throw new IllegalArgumentException(said);
      }
    } catch (IOException e) {
      throw new ServerFailedException("cannot ask the supervisor: " + e, e);
    }
  }

  private void put(String name, String text) throws IOException {
    Path next = Files.writeString(folder.resolve(name + ".next"), text);
    Files.move(next, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Answers the requests that are there.
   *
   * @param scale does what a request says, and returns {@code done} or a sentence
   */
  void answerAll(UnaryOperator<String> scale) throws IOException {
    List<Path> requests = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + REQUEST)) {
      files.forEach(requests::add);
    }
    for (Path request : requests) {
      String asked = Files.readString(request);
      Files.delete(request);
      String name = String.valueOf(request.getFileName()).replace(REQUEST, ANSWER);
      put(name, scale.apply(asked));
    }
  }

  /** Makes a change, for {@link #answerAll}. */
  static String scale(LocalCluster cluster, String counts) {
    try {
      cluster.scale(NodeCounts.parse(counts));
      return DONE;
    } catch (IllegalArgumentException | ServerFailedException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
