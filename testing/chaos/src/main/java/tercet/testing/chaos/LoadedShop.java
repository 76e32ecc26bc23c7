package tercet.testing.chaos;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import tercet.testing.verifier.bench.SteadyLoad;
import tercet.testing.verifier.bench.Successes;

/** A shop from which clients buy, in a thread of their own, while something is done to it. */
record LoadedShop(SteadyLoad load) {
  private static final double NANOS_PER_SECOND = 1e9;

  /**
   * Starts the load, does the work when the first request has been sent, and ends the load.
   *
   * @throws IOException if this machine has not enough connections
   */
  <T> T during(Function<LoadView, T> work) throws IOException, InterruptedException {
    FutureTask<Boolean> loading =
        new FutureTask<>(() -> {
          load.run();
          return true;
        });
    LoadView stage = new Stage(load.successes(), loading);
    Thread thread = Thread.ofPlatform().daemon().name("load").start(loading);
    T done;
    try {
      while (!load.successes().hasBegun() && !stage.isOver()) {
        stage.pause(0.01);
      }
      done = work.apply(stage);
    } finally {
      load.stop();
      thread.join();
    }
    outcome(loading);
    return done;
  }

  private static void outcome(FutureTask<Boolean> loading)
      throws IOException, InterruptedException {
    try {
      loading.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failed -> throw failed;
        case RuntimeException failed -> throw failed;
        case null, default -> throw new IllegalStateException("the load failed", e);
      }
    }
  }

  /** The time of the load, and its records. */
  private record Stage(Successes successes, FutureTask<Boolean> loading) implements LoadView {
    @Override
    public double now() {
      return successes.hasBegun() ? successes.now() : 0;
    }

    @Override
    public void pause(double seconds) {
      // One park may return at once: an earlier wait of the thread can leave a permit.
      long end = System.nanoTime() + (long) (seconds * NANOS_PER_SECOND);
      long left = end - System.nanoTime();
      while (left > 0 && !Thread.currentThread().isInterrupted()) {
        LockSupport.parkNanos(left);
        left = end - System.nanoTime();
      }
    }

    @Override
    public boolean soldFrom(double at) {
      return !Double.isNaN(successes.firstAskedFrom(at));
    }

    @Override
    public boolean isOver() {
      return loading.isDone();
    }
  }
}
