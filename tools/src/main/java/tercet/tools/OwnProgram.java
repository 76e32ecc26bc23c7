package tercet.tools;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How this program is started once more: with the Java and the options of this process. */
final class OwnProgram {
  /** Libraries of a server, as the script sets them; without the script there is one class path. */
  private static final String SERVER_CLASS_PATH = "tercet.server.class-path";

  private static final String CLASS_PATH = System.getProperty("java.class.path");

  private OwnProgram() {}

  /**
   * The command for one of many nodes on one machine. The optimizing compiler would keep the
   * processors of such a machine busy for minutes: every node compiles the same for itself. And
   * with threads for one processor each, fewer of them take turns for the same work.
   */
  static List<String> node() {
    return server(
        "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:ActiveProcessorCount=1");
  }

  /**
   * The command of a server, without what it is to do. Its class path has no class that tests or
   * measures it.
   *
   * @param javaOptions which those of this process win over
   */
  static List<String> server(String... javaOptions) {
    String classPath = System.getProperty(SERVER_CLASS_PATH, CLASS_PATH);
    return command(classPath, "tercet.server.Main", javaOptions);
  }

  /** The same for the commands that test, measure and break servers. */
  static List<String> tools(String... javaOptions) {
    return command(CLASS_PATH, "tercet.tools.Main", javaOptions);
  }

  private static List<String> command(String classPath, String main, String... javaOptions) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(javaOptions));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", classPath, main));
    return command;
  }
}
