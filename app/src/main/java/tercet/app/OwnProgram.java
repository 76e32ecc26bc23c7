package tercet.app;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Says how this very program is started again. */
final class OwnProgram {
  private OwnProgram() {}

  /** With the Java, its options and the class path of this process. */
  static List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "tercet.app.Main"));
    return List.copyOf(command);
  }
}
