package tercet.server.command;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code tercet backup}. */
@Command(
    name = "backup",
    description = {
      "Backs up the records of a running node with the store rocksdb, as of one moment, into the"
          + " folder of its option --backups. Files that the backup before has are linked to it,"
          + " not copied. The node serves meanwhile.",
      "Servers of PostgreSQL and Redis have their own ways: see docs/operate/backup.md."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:The backup is whole and on the disk.",
      "1:There is none; the message says why.",
      "2:The node does not answer, or an option is wrong."
    })
final class BackupCommand extends AdminCommand {
  private static final String PATH = "/backup";
  private static final long LOOK_NANOS = Duration.ofMillis(200).toNanos();
  private static final long MEBIBYTE = 1 << 20;

  @Option(names = "--why", paramLabel = "TEXT", description = "The reason for the audit log.")
  private String why = "backup";

  @Option(
      names = "--who",
      paramLabel = "NAME",
      description = "Your name for the audit log; the user of this machine without it.")
  private @Nullable String who;

  @Override
  ExitStatus ask(AdminPort admin) throws AdminPort.UnavailableException {
    AdminPort.Reply reply = admin.post(PATH, InterventionCommand.headers(who, why));
    while (reply.isGood() && "running".equals(reply.json().get("state"))) {
      LockSupport.parkNanos(LOOK_NANOS);
      reply = admin.get(PATH);
    }
    ExitStatus printed = print(reply, this::tell);
    boolean done = reply.isGood() && "done".equals(reply.json().get("state"));
    return done ? printed : ExitStatus.WRONG;
  }

  private void tell(Map<String, Object> reply) {
    if ("done".equals(reply.get("state"))) {
      say(
          "%s has %s files: %,d MiB were copied, %,d MiB are as in the backup before."
              .formatted(
                  text(reply, "folder"),
                  text(reply, "files"),
                  mebibytes(reply, "copied_bytes"),
                  mebibytes(reply, "linked_bytes")));
      say(
          "To go back to it: stop the node, and './tercet data restore --from %s --data FOLDER'."
              .formatted(text(reply, "folder")));
    } else {
      complain("No backup was made. " + text(reply, "detail"));
    }
  }

  private static long mebibytes(Map<String, Object> reply, String field) {
    return reply.get(field) instanceof Number bytes ? Math.ceilDiv(bytes.longValue(), MEBIBYTE) : 0;
  }
}
