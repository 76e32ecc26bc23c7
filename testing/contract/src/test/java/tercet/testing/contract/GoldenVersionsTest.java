package tercet.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.Request;
import tercet.kernel.decision.StoredRecord;
import tercet.runtime.codec.ByteReader;
import tercet.runtime.codec.ByteWriter;
import tercet.runtime.codec.EnvelopeCodec;
import tercet.runtime.codec.RecordCodec;
import tercet.runtime.transport.Envelope;

/**
 * Every version of the format reads what every other one wrote. {@code golden/bytes/v1.txt} and its
 * successors have one line for each type: its name, the bytes as that version wrote them, and the
 * value that they are read as today. The bytes of a file never change. When the format grows,
 * {@code -Dgolden.rewrite=true} adds the next file and rewrites the values of the others: a field
 * that a file lacks has its default there.
 */
final class GoldenVersionsTest {
  private static final Path FOLDER = Path.of("src/test/resources/golden/bytes");
  private static final boolean REWRITE = Boolean.getBoolean("golden.rewrite");
  private static final HexFormat HEX = HexFormat.of();

  /** Fields that a version after this one might write: a number, a text, a list of two. */
  private static final String NEXT = "ff01" + "036e6577" + "020102";

  /** A line of a file. */
  private record Line(String what, String bytes, String value) {
    static Line parse(String line) {
      String[] parts = line.split(" ", 3);
      return new Line(parts[0], parts[1], parts[2]);
    }

    Object read() {
      return read(bytes);
    }

    Object read(String hex) {
      ByteReader reader = new ByteReader(HEX.parseHex(hex));
      return what.equals("record") ? RecordCodec.read(reader) : EnvelopeCodec.read(reader);
    }

    /** The line as this version writes it. */
    Line now() {
      ByteWriter writer = new ByteWriter(64);
      switch (read()) {
        case StoredRecord stored -> RecordCodec.write(writer, stored);
        case Envelope envelope -> EnvelopeCodec.write(writer, envelope);
        default -> throw new AssertionError("neither a record nor an envelope: " + this);
      }
      return new Line(what, HEX.formatHex(writer.toBytes()), read().toString());
    }

    @Override
    public String toString() {
      return what + " " + bytes + " " + value;
    }
  }

  @Test
  void everyVersionIsReadAsItWasMeant() throws IOException {
    for (int version = 1; Files.exists(file(version)); version++) {
      List<Line> lines = lines(version);
      if (REWRITE) {
        write(
            version,
            lines.stream().map(l -> new Line(l.what, l.bytes, l.read().toString())).toList());
      } else {
        for (Line line : lines) {
          assertEquals(line.value, line.read().toString(), "version " + version);
        }
      }
    }
  }

  @Test
  void newestFileIsWhatThisVersionWrites() throws IOException {
    List<Line> newest = lines(newest());
    List<Line> written = newest.stream().map(Line::now).toList();
    List<String> bytes = newest.stream().map(Line::bytes).toList();
    if (!bytes.equals(written.stream().map(Line::bytes).toList())) {
      if (!REWRITE) {
        fail(
            "The format has grown: -Dgolden.rewrite=true adds v%d.txt. Read it, and add a line for"
                    .formatted(newest() + 1)
                + " each new type.");
      }
      write(newest() + 1, written);
    }
  }

  @Test
  void newestFileHasEveryType() throws IOException {
    Set<String> missing = new TreeSet<>();
    for (Class<?> sealed :
        List.of(StoredRecord.class, Message.class, Command.class, Answer.class)) {
      leaves(sealed, missing);
    }
    for (Line line : lines(newest())) {
      seen(line.read()).forEach(type -> missing.remove(type.getName()));
    }
    assertEquals(Set.of(), missing);
  }

  /** The next version writes more fields; this one ignores them. */
  @Test
  void whatTheNextVersionAppendsIsPassedOver() throws IOException {
    Set<Object> read = new HashSet<>();
    for (Line line : lines(newest())) {
      Object next = line.read(line.bytes + NEXT);
      assertEquals(line.read(), next);
      read.add(next);
    }
    assertTrue(read.size() > 50, "types: " + read.size());
  }

  private static List<Class<?>> seen(Object value) {
    List<Class<?>> types = new ArrayList<>(List.of(value.getClass()));
    switch (value) {
      case Envelope.ToShard(Request request) -> types.add(request.command().getClass());
      case Envelope.ToShard(Input message) -> types.add(message.getClass());
      case Envelope.ToNode answer -> types.add(answer.answer().getClass());
      default -> {}
    }
    return types;
  }

  private static void leaves(Class<?> type, Set<String> found) {
    Class<?> @Nullable [] permitted = type.getPermittedSubclasses();
    if (permitted == null) {
      found.add(type.getName());
    } else {
      for (Class<?> subclass : permitted) {
        leaves(subclass, found);
      }
    }
  }

  private static int newest() {
    int version = 1;
    while (Files.exists(file(version + 1))) {
      version++;
    }
    return version;
  }

  private static Path file(int version) {
    return FOLDER.resolve("v" + version + ".txt");
  }

  private static List<Line> lines(int version) throws IOException {
    return Files.readAllLines(file(version)).stream().map(Line::parse).toList();
  }

  private static void write(int version, List<Line> lines) throws IOException {
    Files.writeString(
        file(version), String.join("\n", lines.stream().map(Line::toString).toList()) + "\n");
  }
}
