package tercet.app;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How this program is started once more: with the Java, class path and options of this process. */
final class OwnProgram {
  private OwnProgram() {}

  /**
   * The command for one of many nodes on one machine. The optimizing compiler would keep the
   * processors of such a machine busy for minutes: every node compiles the same for itself. And
   * with threads for one processor each, fewer of them take turns for the same work.
   */
  static List<String> node() {
    return command(
        "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:ActiveProcessorCount=1");
  }

  /**
   * The command, without what it is to do.
   *
   * @param javaOptions which those of this process win over
   */
  static List<String> command(String... javaOptions) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(javaOptions));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "tercet.app.Main"));
    return command;
  }
}
