package tercet.gateway.operate;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tercet.gateway.contract.Json;

/**
 * Who has done what by hand, and why: one line of JSON before an action and one after it, in the
 * program's log and, if it is to have one, in a file that is only appended to. Safe for threads.
 */
public final class AuditLog implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("tercet.audit");

  private final @Nullable FileChannel file;
  private final String node;

  private AuditLog(@Nullable FileChannel file, String node) {
    this.file = file;
    this.node = node;
  }

  /**
   * Opens it.
   *
   * @param file null for the program's log alone
   * @param node that is asked
   * @throws IOException with a sentence if the file cannot be written
   */
  public static AuditLog open(@Nullable Path file, String node) throws IOException {
    if (file == null) {
      return new AuditLog(null, node);
    }
    try {
      return new AuditLog(
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
          node);
    } catch (IOException refused) {
      throw new IOException(
          "The audit log %s cannot be written (%s). Choose another file with --audit-log."
              .formatted(file, refused),
          refused);
    }
  }

  /**
   * One action.
   *
   * @param who the operator, as the request says
   * @param why the reason, as the request says
   * @param what was asked for
   * @param transaction that it is about; empty if it is about none
   * @param result what came of it; {@code asked} before it is done
   */
  record Entry(
      Instant at, String who, String why, String what, String transaction, String result) {}

  /**
   * Writes an entry; it is on disk when this returns.
   *
   * @throws IOException if the file cannot be written
   */
  synchronized void write(Entry entry) throws IOException {
    byte[] line =
        Json.object(json -> {
          json.writeStringField("time", PartJson.time(entry.at()));
          json.writeStringField("node", node);
          json.writeStringField("who", entry.who());
          json.writeStringField("why", entry.why());
          json.writeStringField("what", entry.what());
          if (!entry.transaction().isEmpty()) {
            json.writeStringField("transaction_id", entry.transaction());
          }
          json.writeStringField("result", entry.result());
        });
    String text = new String(line, StandardCharsets.UTF_8);
    LOG.log(System.Logger.Level.INFO, "{0}", text);
    FileChannel open = file;
    if (open != null) {
      ByteBuffer bytes = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        open.write(bytes);
      }
      open.force(false);
    }
  }

  @Override
  public void close() {
    FileChannel open = file;
    if (open != null) {
      try {
        open.close();
      } catch (IOException alreadyWritten) {
        // Each line was forced to the disk.
      }
    }
  }
}
