package tercet.store.rocksdb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The files of a backup with their sizes and checksums; written last, so a list is whole. */
final class BackupList {
  static final String FILE = "backup";

  private static final String TITLE = "tercet backup format 1";
  private static final Pattern LINE = Pattern.compile("([0-9a-f]{8}) (\\d{1,18}) ([\\w.-]{1,99})");
  private static final String SUM = "sum ";

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /**
   * A file.
   *
   * @param checksum CRC-32C
   */
  record Entry(long size, int checksum) {}

  void add(String name, Entry entry) {
    entries.put(name, entry);
  }

  @Nullable Entry get(String name) {
    return entries.get(name);
  }

  Map<String, Entry> entries() {
    return entries;
  }

  /** Durable when it returns. */
  void write(Path folder) throws IOException {
    StringBuilder text = new StringBuilder(TITLE).append('\n');
    entries.forEach((name, entry) ->
        text.append("%08x %d %s\n".formatted(entry.checksum(), entry.size(), name)));
    text.append(lastLine(text.toString()));
    Path file = folder.resolve(FILE);
    Files.writeString(file, text);
    Durable.sync(file);
  }

  /**
   * Reads the list of a backup.
   *
   * @throws DataRefusedException if it is damaged
   */
  static BackupList read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    int sum = text.lastIndexOf(SUM);
    List<String> lines = text.lines().toList();
    if (sum < 0
        || !lines.getFirst().equals(TITLE)
        || !text.substring(sum).equals(lastLine(text.substring(0, sum)))) {
      throw damaged(folder, FILE);
    }
    BackupList list = new BackupList();
    for (String line : lines.subList(1, lines.size() - 1)) {
      Matcher entry = LINE.matcher(line);
      if (!entry.matches()) {
        throw damaged(folder, FILE);
      }
      list.add(
          entry.group(3),
          new Entry(Long.parseLong(entry.group(2)), Integer.parseUnsignedInt(entry.group(1), 16)));
    }
    return list;
  }

  static DataRefusedException damaged(Path folder, String name) {
    return new DataRefusedException(
        ("The backup %s is damaged: its file %s is missing or is not as it was written. Nothing was"
                + " restored. Take an earlier backup.")
            .formatted(folder, name));
  }

  private static String lastLine(String text) {
    return "%s%08x\n".formatted(SUM, checksum(text));
  }

  private static int checksum(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
    return (int) crc.getValue();
  }
}
