package tercet.testing.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which commit of the sources is checked out, as far as it can be seen. */
final class Revision {
  private Revision() {}

  /** The commit's hash, or "unknown". */
  static String current() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path git = folder.resolve(".git");
      if (Files.isDirectory(git)) {
        try {
          return read(git);
        } catch (IOException e) {
          return "unknown";
        }
      }
    }
    return "unknown";
  }

  private static String read(Path git) throws IOException {
    String head = Files.readString(git.resolve("HEAD")).strip();
    if (!head.startsWith("ref: ")) {
      return head;
    }
    String name = head.substring("ref: ".length());
    Path loose = git.resolve(name);
    if (Files.exists(loose)) {
      return Files.readString(loose).strip();
    }
    Path packed = git.resolve("packed-refs");
    if (Files.exists(packed)) {
      for (String line : Files.readAllLines(packed)) {
        if (line.endsWith(" " + name)) {
          return line.substring(0, line.indexOf(' '));
        }
      }
    }
    return "unknown";
  }
}
