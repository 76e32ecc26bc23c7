package tercet.store.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tercet.runtime.store.Store;
import tercet.testing.contract.RandomHistory;

/**
 * The progress of a process that is going to be killed: a line before each commit of its histories
 * and one after it. Written lines stay when the process is killed.
 */
final class CommitLog implements AutoCloseable {
  private static final String BEGUN = "begun";
  private static final String ENDED = "ended";
  private static final String LOST = "lost";

  private final FileChannel file;

  CommitLog(Path path) throws IOException {
    file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  void begun(int history, Instant now) {
    write(BEGUN + " " + history + " " + now.toEpochMilli());
  }

  void ended(int history) {
    write(ENDED + " " + history);
  }

  private void write(String line) {
    try {
      file.write(ByteBuffer.wrap((line + "\n").getBytes(UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Brings new histories to where the log ends. Returns the commits that had begun only. */
  static Map<Integer, Instant> replay(Path path, List<RandomHistory> histories) throws IOException {
    Map<Integer, Instant> begun = new HashMap<>();
    List<String> lines = Files.exists(path) ? Files.readAllLines(path) : List.of();
    for (String line : lines) {
      List<String> words = List.of(line.split(" ", -1));
      int number = Integer.parseInt(words.get(1));
      switch (words.getFirst()) {
        case BEGUN -> begun.put(number, Instant.ofEpochMilli(Long.parseLong(words.get(2))));
        case ENDED -> {
          Instant now = begun.remove(number);
          if (now != null) {
            histories.get(number).pretend(now);
          }
        }
        case LOST -> {
          Instant now = begun.remove(number);
          if (now != null) {
            histories.get(number).skip(now);
          }
        }
        default -> throw new IllegalStateException(line);
      }
    }
    return begun;
  }

  /**
   * Fails unless a store holds what ended and, as a whole or not at all, what had begun. Notes
   * which of both it was.
   */
  void settle(Store store, List<RandomHistory> histories, Map<Integer, Instant> begun) {
    for (int i = 0; i < histories.size(); i++) {
      Instant now = begun.get(i);
      if (now == null) {
        histories.get(i).checkAll(store);
      } else if (histories.get(i).settle(store, now)) {
        ended(i);
      } else {
        write(LOST + " " + i);
      }
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
