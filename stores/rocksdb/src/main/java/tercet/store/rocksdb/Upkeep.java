package tercet.store.rocksdb;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import tercet.runtime.store.StoreFailedException;

/** The thread beside the commits: it makes checkpoints in time and drops what has expired. */
final class Upkeep implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofMillis(RecentRecords.BUCKET_MILLIS);

  private final Database database;
  private final KeptRecords kept;
  private final RecentRecords recent;
  private final Journal journal;
  private final Checkpoint checkpoint;
  private final FailStop failStop;
  private final RocksDbSettings settings;
  private final InstantSource clock;
  private final Thread thread;
  private final ReentrantLock room = new ReentrantLock();
  private final Condition roomChanged = room.newCondition();
  private final LongAdder checkpoints = new LongAdder();
  private final LongAdder checkpointNanos = new LongAdder();
  private long lastCheckpoint = System.nanoTime();
  private volatile boolean stopping;

  Upkeep(
      Database database,
      KeptRecords kept,
      RecentRecords recent,
      Journal journal,
      Checkpoint checkpoint,
      FailStop failStop,
      RocksDbSettings settings,
      InstantSource clock) {
    this.database = database;
    this.kept = kept;
    this.recent = recent;
    this.journal = journal;
    this.checkpoint = checkpoint;
    this.failStop = failStop;
    this.settings = settings;
    this.clock = clock;
    this.thread = Thread.ofPlatform().name("rocksdb-upkeep").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      writeRecovered();
      while (!stopping && !failStop.hasFailed()) {
        recent.sweep(clock.instant(), database);
        if (isDue()) {
          makeCheckpoint();
        } else {
          LockSupport.parkNanos(this, LOOK_EVERY.toNanos());
        }
      }
    } catch (StoreFailedException e) {
      // The store has stopped, and has said so.
    } catch (RuntimeException | Error e) {
      failStop.stop("A checkpoint", new IllegalStateException(e));
    } finally {
      signalRoom();
    }
  }

  private boolean isDue() {
    boolean old =
        journal.bytesSinceCut() > 0
            && System.nanoTime() - lastCheckpoint >= settings.checkpointAfter().toNanos();
    return old || isFull(1);
  }

  private boolean isFull(int times) {
    return journal.bytesSinceCut() >= times * settings.checkpointBytes()
        || kept.changedCount() >= times * settings.checkpointRecords();
  }

  /** Writes what an earlier process left, if that has not been done yet. */
  private void writeRecovered() {
    CommitIndex recovered = kept.recovered();
    if (recovered != null) {
      checkpoint.write(recovered, journal.first());
    }
  }

  /** Makes a checkpoint on this thread. */
  void makeCheckpoint() {
    writeRecovered();
    long start = System.nanoTime();
    Checkpoint.Frozen frozen = checkpoint.freeze();
    signalRoom();
    checkpoint.write(frozen);
    lastCheckpoint = System.nanoTime();
    checkpoints.increment();
    checkpointNanos.add(lastCheckpoint - start);
  }

  /** Waits while checkpoints cannot keep up. */
  void awaitRoom() {
    if (!isFull(1)) {
      return;
    }
    LockSupport.unpark(thread);
    if (!isFull(2)) {
      return;
    }
    room.lock();
    try {
      while (isFull(2) && !stopping && !failStop.hasFailed()) {
        roomChanged.awaitUninterruptibly();
      }
    } finally {
      room.unlock();
    }
  }

  private void signalRoom() {
    room.lock();
    try {
      roomChanged.signalAll();
    } finally {
      room.unlock();
    }
  }

  long checkpoints() {
    return checkpoints.sum();
  }

  Duration checkpointTime() {
    return Duration.ofNanos(checkpointNanos.sum());
  }

  /** Ends the thread, after the checkpoint that it may be making. */
  @Override
  public void close() {
    stopping = true;
    LockSupport.unpark(thread);
    signalRoom();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
