package tercet.gateway.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tercet.kernel.command.Answer;
import tercet.runtime.request.NoAnswerException;
import tercet.runtime.request.OverloadedException;

/** Asks several shards at the same time. */
final class AskedTogether {
  private AskedTogether() {}

  /**
   * The answers, in the order of the questions.
   *
   * @throws NoAnswerException if one has none. Never says that nothing was begun: other parts may
   *     have run
   */
  static List<Answer> answers(List<Callable<Answer>> questions) throws NoAnswerException {
    List<Answer> answers = new ArrayList<>(questions.size());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Answer> done : threads.invokeAll(questions)) {
        answers.add(done.get());
      }
      return answers;
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new NoAnswerException();
    } catch (ExecutionException failed) {
      throw failure(failed);
    }
  }

  private static NoAnswerException failure(ExecutionException failed) {
    return switch (failed.getCause()) {
      case OverloadedException overloaded -> new NoAnswerException();
      case NoAnswerException unknown -> unknown;
      case null, default -> throw new IllegalStateException("a part failed", failed);
    };
  }
}
