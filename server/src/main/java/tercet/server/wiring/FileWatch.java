package tercet.server.wiring;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tercet.runtime.time.Ticker;

/**
 * Reads small files that belong together again when one of them has changed. A text that is refused
 * changes nothing and is logged once; so is a file that is gone or cannot be read now.
 */
final class FileWatch implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(FileWatch.class.getName());
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private final String what;
  private final List<Path> files;
  private final Consumer<List<String>> reader;
  private final Ticker ticker;
  private List<String> seen;

  private FileWatch(
      String what, List<Path> files, Consumer<List<String>> reader, List<String> seen) {
    this.what = what;
    this.files = files;
    this.reader = reader;
    this.seen = seen;
    this.ticker = new Ticker("file-watch", LOOK_EVERY, this::look);
  }

  /**
   * Reads the files, and goes on looking at them.
   *
   * @param what the files hold, for sentences: {@code tokens}
   * @param reader takes the texts in the order of the files, and throws {@link
   *     IllegalArgumentException} with a sentence that holds no secret if it refuses it
   * @throws IOException with a sentence for the operator if it cannot be read or was refused
   */
  static FileWatch start(String what, List<Path> files, Consumer<List<String>> reader)
      throws IOException {
    List<String> texts = new ArrayList<>();
    for (Path file : files) {
      try {
        texts.add(text(file));
      } catch (IOException unreadable) {
        throw new IOException(
            "The file %s with the %s cannot be read: %s".formatted(file, what, unreadable),
            unreadable);
      }
    }
    try {
      reader.accept(texts);
    } catch (IllegalArgumentException wrong) {
      throw new IOException("The file %s: %s".formatted(names(files), wrong.getMessage()), wrong);
    }
    FileWatch watch = new FileWatch(what, List.copyOf(files), reader, texts);
    watch.ticker.start();
    return watch;
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  private static String names(List<Path> files) {
    return files.stream().map(Path::toString).collect(Collectors.joining(" or "));
  }

  void look() {
    List<String> texts = new ArrayList<>();
    List<Path> changed = new ArrayList<>();
    for (Path file : files) {
      try {
        String text = text(file);
        if (!text.equals(seen.get(texts.size()))) {
          changed.add(file);
        }
        texts.add(text);
      } catch (IOException notNow) {
        return; // it is being replaced, or is gone; the next start needs it again
      }
    }
    if (changed.isEmpty()) {
      return;
    }
    seen = texts;
    try {
      reader.accept(texts);
      LOG.log(
          Level.INFO, "The file {0} has changed. Its {1} count from now on.", names(changed), what);
    } catch (IllegalArgumentException wrong) {
      LOG.log(
          Level.WARNING,
          "The file {0} has changed, and its former {1} still count: {2}",
          names(changed),
          what,
          wrong.getMessage());
    }
  }

  @Override
  public void close() {
    ticker.close();
  }
}
