package tercet.testing.testbed.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another process with the classes of this one and a small heap. */
public final class JavaProcess {
  private JavaProcess() {}

  /**
   * The builder of the process. Its standard error is that of this process unless the caller
   * redirects it.
   *
   * @param main has the method {@code main}
   */
  public static ProcessBuilder of(Class<?> main, List<String> arguments) {
    // Surefire gives the tests a class path of one jar that names the others.
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath,
                main.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
  }
}
