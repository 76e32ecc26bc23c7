package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tercet.testing.testbed.server.Shell;

/** A disk in memory that can be filled. */
final class SmallDisk implements AutoCloseable {
  private static final int BLOCK = 64 * 1024;

  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /**
   * Puts a disk over a folder.
   *
   * @param size as an option of mount, such as {@code 48m}
   * @return null if this account may not; only root may
   */
  static @Nullable SmallDisk mount(Path folder, String size) throws IOException {
    Files.createDirectories(folder);
    List<String> command =
        List.of("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", folder.toString());
    return Shell.run(command).status() == 0 ? new SmallDisk(folder) : null;
  }

  /**
   * Leaves little room on it.
   *
   * @param left bytes
   */
  void fill(long left) throws IOException {
    byte[] block = new byte[BLOCK];
    try (var out = Files.newOutputStream(filling())) {
      while (folder.toFile().getUsableSpace() >= left + BLOCK) {
        out.write(block);
      }
    }
    assertTrue(Files.size(filling()) > 0, "no room is left on the disk");
  }

  /** Gives the room back. */
  void makeRoom() throws IOException {
    Files.delete(filling());
  }

  private Path filling() {
    return folder.resolve("filling");
  }

  @Override
  public void close() {
    Shell.Result ended = Shell.run(List.of("umount", folder.toString()));
    assertEquals(0, ended.status(), ended::output);
  }
}
