package tercet.gateway.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Range;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.runtime.request.CommandContext;
import tercet.runtime.request.NoAnswerException;
import tercet.runtime.request.ShardClient;

/**
 * Fills a service with the ids "0" to "n - 1", step after step. All shards work on a step at the
 * same time; each picks the ids that it owns. The next step begins when all have committed the last
 * one, so a fill of any size needs the memory of one step, and other requests wait for one step at
 * most. A fill may take as long as it needs, as long as each step ends in time.
 */
final class BatchInit {
  /** Ids in one step: some milliseconds of work, enough to be worth one sync of the disk. */
  static final int STEP = 4_096;

  private static final System.Logger LOG = System.getLogger(BatchInit.class.getName());
  private static final long TELL_EVERY_NANOS = Duration.ofSeconds(5).toNanos();

  private final ShardClient requests;

  BatchInit(ShardClient requests) {
    this.requests = requests;
  }

  /**
   * Runs it to its end, or to the first part that fails.
   *
   * @param count of ids, from 0
   * @param command for a range of ids
   * @throws NoAnswerException a step did not end in time; some may have run, others not; safe to
   *     repeat
   */
  HttpReply run(CommandContext asking, Service service, int count, Function<Range, Command> command)
      throws NoAnswerException {
    List<ShardId> shards = requests.shards().of(service);
    String name = service.name().toLowerCase(Locale.ROOT);
    long toldAt = System.nanoTime();
    for (long from = 0; from < count; from += STEP) {
      Range range = new Range((int) from, (int) Math.min(from + STEP, count));
      CommandContext step = requests.patient(asking).part(Long.toString(from));
      HttpReply refusal = step(step, shards, command.apply(range));
      if (refusal != null) {
        return refusal;
      }
      if (System.nanoTime() - toldAt > TELL_EVERY_NANOS) {
        toldAt = System.nanoTime();
        LOG.log(
            System.Logger.Level.INFO,
            "Batch init for {0}: {1} of {2} records are filled.",
            name,
            range.to(),
            count);
      }
    }
    return HttpReply.ok(
        json -> json.writeStringField("msg", "Batch init for " + name + " successful"));
  }

  private @Nullable HttpReply step(CommandContext asking, List<ShardId> shards, Command command)
      throws NoAnswerException {
    List<Callable<Answer>> parts = new ArrayList<>(shards.size());
    for (ShardId shard : shards) {
      CommandContext part = asking.part(Integer.toString(shard.index()));
      parts.add(() -> requests.askPatiently(part, shard, command));
    }
    for (Answer answer : AskedTogether.answers(parts)) {
      if (answer instanceof Answer.Refused refused) {
        return Problem.reply(refused.refusal());
      }
    }
    return null;
  }
}
