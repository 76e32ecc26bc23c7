package tercet.server.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileWatchTest {
  private final List<String> taken = new CopyOnWriteArrayList<>();
  @TempDir private Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("tokens");
  }

  private void take(String text) {
    if (text.startsWith("wrong")) {
      throw new IllegalArgumentException("it begins with a wrong word");
    }
    taken.add(text);
  }

  @Test
  void changedTextIsTakenOnceAndAWrongOneChangesNothing() throws IOException {
    Files.writeString(file, "a");
    try (FileWatch watch =
        FileWatch.start("tokens", List.of(file), texts -> take(texts.getFirst()))) {
      watch.look();
      Files.writeString(file, "b");
      watch.look();
      Files.writeString(file, "wrong");
      watch.look();
      Files.delete(file);
      watch.look();
      Files.writeString(file, "c");
      watch.look();
      watch.look();
    }
    assertEquals(List.of("a", "b", "c"), taken);
  }

  @Test
  void startNeedsAGoodFile() throws IOException {
    assertTrue(refusal().contains(file.toString()));
    Files.writeString(file, "wrong, and secret");
    String sentence = refusal();
    assertTrue(sentence.contains("begins with a wrong word"), sentence);
    assertTrue(sentence.contains(file.toString()), sentence);
    assertFalse(sentence.contains("secret"), sentence);
  }

  private String refusal() {
    return String.valueOf(
        assertThrows(
                IOException.class,
                () -> FileWatch.start("tokens", List.of(file), texts -> take(texts.getFirst())))
            .getMessage());
  }
}
