package tercet.e2e.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A {@link ShopNode} in a process of its own. */
final class ShopNodeProcess implements AutoCloseable {
  private final Process process;

  private ShopNodeProcess(Process process) {
    this.process = process;
  }

  /** Starts a node and waits until it serves. */
  static ShopNodeProcess start(Path clusterFile, String name, Wires wire, Path folder)
      throws IOException {
    // Surefire gives the tests a class path of one jar that names the others.
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath,
                ShopNode.class.getName(),
                clusterFile.toString(),
                name,
                wire.name(),
                folder.resolve(name).toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.equals(ShopNode.SERVING)) {
        return new ShopNodeProcess(process);
      }
    }
    throw new IOException("node " + name + " ended before it served; see standard error");
  }

  @Override
  public void close() {
    kill();
  }

  /** Ends it as {@code kill -9} does. */
  void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
