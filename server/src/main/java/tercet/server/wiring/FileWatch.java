package tercet.server.wiring;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import tercet.runtime.time.Ticker;

/**
 * Reads a small file again when it has changed. A text that is refused changes nothing and is
 * logged once; so is a file that is gone or cannot be read now.
 */
final class FileWatch implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(FileWatch.class.getName());
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private final String what;
  private final Path file;
  private final Consumer<String> reader;
  private final Ticker ticker;
  private byte[] seen;

  private FileWatch(String what, Path file, Consumer<String> reader, byte[] seen) {
    this.what = what;
    this.file = file;
    this.reader = reader;
    this.seen = seen;
    this.ticker = new Ticker("file-watch", LOOK_EVERY, this::look);
  }

  /**
   * Reads the file, and goes on looking at it.
   *
   * @param what the file holds, for sentences: {@code tokens}
   * @param reader takes the text, and throws {@link IllegalArgumentException} with a sentence that
   *     holds no secret if it refuses it
   * @throws IOException with a sentence for the operator if it cannot be read or was refused
   */
  static FileWatch start(String what, Path file, Consumer<String> reader) throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw new IOException(
          "The file %s with the %s cannot be read: %s".formatted(file, what, unreadable),
          unreadable);
    }
    try {
      reader.accept(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException wrong) {
      throw new IOException("The file %s: %s".formatted(file, wrong.getMessage()), wrong);
    }
    FileWatch watch = new FileWatch(what, file, reader, bytes);
    watch.ticker.start();
    return watch;
  }

  void look() {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException notNow) {
      return; // it is being replaced, or is gone; the next start needs it again
    }
    if (Arrays.equals(bytes, seen)) {
      return;
    }
    seen = bytes;
    try {
      reader.accept(new String(bytes, StandardCharsets.UTF_8));
      LOG.log(Level.INFO, "The file {0} has changed. Its {1} count from now on.", file, what);
    } catch (IllegalArgumentException wrong) {
      LOG.log(
          Level.WARNING,
          "The file {0} has changed, and its former {1} still count: {2}",
          file,
          what,
          wrong.getMessage());
    }
  }

  @Override
  public void close() {
    ticker.close();
  }
}
