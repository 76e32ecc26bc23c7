package tercet.testing.contract;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

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
   */
  static EchoProcess start(Class<?> main, Path clusterFile, String name) throws IOException {
    // Surefire gives the tests a class path of one jar that names the others.
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                main.getName(),
                clusterFile.toString(),
                name)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
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
  void hang() throws IOException {
    signal("STOP");
  }

  /** It goes on where it was when it began to hang. */
  void goOn() throws IOException {
    signal("CONT");
  }

  private void signal(String signal) throws IOException {
    List<String> command = List.of("kill", "-" + signal, Long.toString(process.pid()));
    try {
      int status = new ProcessBuilder(command).inheritIO().start().waitFor();
      if (status != 0) {
        throw new IOException(command + " failed with status " + status);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
