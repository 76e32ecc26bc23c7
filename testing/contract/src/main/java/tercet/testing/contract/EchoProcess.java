package tercet.testing.contract;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tercet.testing.testbed.server.JavaProcess;
import tercet.testing.testbed.server.Signals;

/** An {@link EchoNode} in a process of its own. */
final class EchoProcess implements AutoCloseable {
  private final Process process;

  private EchoProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts a node and waits until it serves.
   *
   * @param main of an adapter's tests, which runs {@link EchoNode}
   * @param more arguments of it
   */
  static EchoProcess start(Class<?> main, Path clusterFile, String name, List<String> more)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of(clusterFile.toString(), name));
    arguments.addAll(more);
    Process process = JavaProcess.of(main, arguments).start();
    EchoProcess node = new EchoProcess(process);
    node.awaitServing();
    return node;
  }

  private void awaitServing() throws IOException {
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.equals(EchoNode.SERVING)) {
        return;
      }
    }
    throw new IOException("the node ended before it served; see standard error");
  }

  /** Ends it at once, as {@code kill -9} does. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** It goes on listening, and never answers. */
  void hang() {
    Signals.send("STOP", process.pid());
  }

  /** It goes on where it was when it began to hang. */
  void goOn() {
    Signals.send("CONT", process.pid());
  }

  private void awaitEnd() {
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    awaitEnd();
    try {
      process.getInputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
