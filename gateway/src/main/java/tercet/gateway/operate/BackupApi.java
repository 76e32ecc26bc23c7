package tercet.gateway.operate;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tercet.gateway.contract.HttpReply;
import tercet.gateway.contract.Problem;

/**
 * {@code POST /backup} begins a backup of this node's records, and {@code GET /backup} says how it
 * is. One at a time. The folder is the node's to choose: a caller names no path.
 */
final class BackupApi implements OperatorApi {
  static final String PATH = "/backup";

  private static final System.Logger LOG = System.getLogger(BackupApi.class.getName());

  private final BackupWork work;
  private final AuditLog audit;
  private final InstantSource clock;
  private final AtomicReference<@Nullable State> last = new AtomicReference<>();

  BackupApi(BackupWork work, AuditLog audit, InstantSource clock) {
    this.work = work;
    this.audit = audit;
    this.clock = clock;
  }

  private sealed interface State {
    /** It goes on. */
    record Running(Instant began) implements State {}

    /** It is whole and on disk. */
    record Done(Instant began, Instant ended, BackupWork.Made made) implements State {}

    /** There is none. */
    record Failed(Instant began, String why) implements State {}
  }

  @Override
  public HttpReply answer(Call call) {
    return switch (call.method()) {
      case "GET", "HEAD" -> reply(last.get());
      case "POST" -> begin(call);
      default -> Problem.METHOD_NOT_ALLOWED.reply().allowing("GET, HEAD, POST");
    };
  }

  private HttpReply begin(Call call) {
    Actor actor = Actor.of(call);
    if (actor == null) {
      return Actor.missing();
    }
    State before = last.get();
    State.Running running = new State.Running(clock.instant());
    if (before instanceof State.Running || !last.compareAndSet(before, running)) {
      return OperatorProblem.BACKUP_UNDER_WAY.reply(
          "A backup of this node is under way. GET /backup says when it has ended.");
    }
    try {
      write(actor, "asked");
    } catch (IOException full) {
      last.set(before);
      return OperatorProblem.AUDIT_LOG.reply(
          "The audit log cannot be written (%s). Nothing was done.".formatted(full.getMessage()));
    }
    Thread.ofPlatform().name("backup").daemon().start(() -> run(running, actor));
    return reply(running);
  }

  private void run(State.Running running, Actor actor) {
    State ended;
    try {
      BackupWork.Made made = work.make();
      ended = new State.Done(running.began(), clock.instant(), made);
      LOG.log(System.Logger.Level.INFO, "A backup was made: {0}.", made.folder());
    } catch (IOException | RuntimeException failed) {
      ended = new State.Failed(running.began(), String.valueOf(failed.getMessage()));
      LOG.log(System.Logger.Level.WARNING, "No backup was made. {0}", failed.getMessage());
    }
    try {
      write(
          actor,
          switch (ended) {
            case State.Done(Instant _, Instant _, BackupWork.Made made) -> made.folder();
            case State.Failed failed -> failed.why();
            case State.Running _ -> throw new AssertionError(ended);
          });
    } catch (IOException full) {
      LOG.log(System.Logger.Level.ERROR, "The audit log lacks a result.", full);
    }
    last.set(ended);
  }

  private void write(Actor actor, String result) throws IOException {
    audit.write(
        new AuditLog.Entry(clock.instant(), actor.who(), actor.why(), "backup", "", result));
  }

  private static HttpReply reply(@Nullable State state) {
    return HttpReply.ok(json -> {
      switch (state) {
        case null -> json.writeStringField("state", "none");
        case State.Running running -> {
          json.writeStringField("state", "running");
          json.writeStringField("began", PartJson.time(running.began()));
        }
        case State.Failed failed -> {
          json.writeStringField("state", "failed");
          json.writeStringField("began", PartJson.time(failed.began()));
          json.writeStringField("detail", failed.why());
        }
        case State.Done done -> {
          json.writeStringField("state", "done");
          json.writeStringField("began", PartJson.time(done.began()));
          json.writeStringField("ended", PartJson.time(done.ended()));
          json.writeStringField("folder", done.made().folder());
          json.writeNumberField("files", done.made().files());
          json.writeNumberField("copied_bytes", done.made().copiedBytes());
          json.writeNumberField("linked_bytes", done.made().linkedBytes());
        }
      }
    });
  }
}
