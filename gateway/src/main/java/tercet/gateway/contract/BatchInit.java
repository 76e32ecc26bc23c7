package tercet.gateway.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tercet.kernel.Service;
import tercet.kernel.ShardId;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Range;
import tercet.runtime.request.Asking;
import tercet.runtime.request.NoAnswerException;
import tercet.runtime.request.OverloadedException;
import tercet.runtime.request.Requests;

/**
 * Fills a service with the ids "0" to "n - 1", chunk after chunk, so that no shard ever holds more
 * than its share of one chunk in memory. All shards work on a chunk at the same time; each picks
 * the ids that it owns.
 */
final class BatchInit {
  /** Ids in one chunk: large enough for few commits, small enough for one to be short. */
  static final int CHUNK = 20_000;

  private final Requests requests;

  BatchInit(Requests requests) {
    this.requests = requests;
  }

  /**
   * Runs it to its end, or to the first part that fails.
   *
   * @param count of ids, from 0
   * @param command for a range of ids
   * @throws NoAnswerException some parts may have run, others not; safe to repeat
   */
  Reply run(Asking asking, Service service, int count, Function<Range, Command> command)
      throws NoAnswerException {
    List<ShardId> shards = requests.shards().of(service);
    for (int from = 0; from < count; from += CHUNK) {
      Range range = new Range(from, Math.min(from + CHUNK, count));
      Reply refusal = chunk(part(asking, from / CHUNK), shards, command.apply(range));
      if (refusal != null) {
        return refusal;
      }
    }
    String name = service.name().toLowerCase(Locale.ROOT);
    return Reply.ok(json -> json.writeStringField("msg", "Batch init for " + name + " successful"));
  }

  /** Without a key every chunk's time begins anew: the first may be forgotten before the last. */
  private Asking part(Asking asking, int chunk) {
    Asking inTime = asking.id().keyed() ? asking : requests.renewed(asking);
    return inTime.part(Integer.toString(chunk));
  }

  private @Nullable Reply chunk(Asking asking, List<ShardId> shards, Command command)
      throws NoAnswerException {
    List<Callable<Answer>> parts = new ArrayList<>(shards.size());
    for (ShardId shard : shards) {
      Asking part = asking.part(Integer.toString(shard.index()));
      parts.add(() -> requests.ask(part, shard, command));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Answer> done : threads.invokeAll(parts)) {
        if (done.get() instanceof Answer.Refused refused) {
          return Problem.reply(refused.refusal());
        }
      }
      return null;
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new NoAnswerException();
    } catch (ExecutionException failed) {
      throw failure(failed);
    }
  }

  /** Other parts may have run, so that nothing was begun is never known here. */
  private static NoAnswerException failure(ExecutionException failed) {
    return switch (failed.getCause()) {
      case OverloadedException overloaded -> new NoAnswerException();
      case NoAnswerException unknown -> unknown;
      case null, default -> throw new IllegalStateException("a part failed", failed);
    };
  }
}
