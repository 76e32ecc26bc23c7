package tercet.store.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** Copies and deletes files and folders. */
final class FileCopy {
  private static final int BUFFER_BYTES = 1 << 20;

  private FileCopy() {}

  /**
   * Copies a file with the time of its last change. Durable when it returns.
   *
   * @return the size and checksum of what was read
   */
  static BackupList.Entry copy(Path from, Path to) throws IOException {
    CRC32C crc = new CRC32C();
    long size = 0;
    FileTime changed = Files.getLastModifiedTime(from);
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    try (FileChannel reading = FileChannel.open(from, StandardOpenOption.READ);
        FileChannel writing =
            FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      while (reading.read(buffer.clear()) >= 0) {
        buffer.flip();
        crc.update(buffer.duplicate());
        size += buffer.remaining();
        while (buffer.hasRemaining()) {
          writing.write(buffer);
        }
      }
      writing.force(true);
    }
    Files.setLastModifiedTime(to, changed);
    return new BackupList.Entry(size, (int) crc.getValue());
  }

  /** Deletes a folder with everything in it, if it is there. */
  static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.toList().reversed()) {
          Files.delete(path);
        }
      }
    }
  }

  /** The files and folders in a folder, by name. */
  static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }
}
