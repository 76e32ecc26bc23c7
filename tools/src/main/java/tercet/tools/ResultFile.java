package tercet.tools;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** A file for results, which should not turn out impossible after they were measured. */
final class ResultFile {
  private ResultFile() {}

  /**
   * @param file null if it is not wanted
   */
  static void require(@Nullable Path file, CommandLine commandLine) {
    if (file == null) {
      return;
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isWritable(folder) || Files.isDirectory(file)) {
      throw new ParameterException(
          commandLine, "%s cannot be written: is its folder there?".formatted(file));
    }
  }
}
