package tercet.store.rocksdb;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import tercet.runtime.store.LateClock;
import tercet.runtime.store.StoreFailedException;

/** The thread beside the commits: it makes checkpoints in time and drops expired records. */
final class Maintenance implements AutoCloseable {
  private static final Duration POLL_EVERY = Duration.ofMillis(RecentRecords.BUCKET_MILLIS);

  /**
   * How far the horizon stays behind the clock. Safety needs none of it. A lane that reads its
   * clock and then waits for less, or a clock that is set back by less, is not behind the horizon.
   */
  private static final Duration MARGIN = Duration.ofSeconds(2);

  /**
   * By so much the horizon is raised at least: each time costs a sync of the disk, and batches that
   * are being decided are decided again.
   */
  private static final Duration STEP = Duration.ofSeconds(2);

  private final RocksDatabase database;
  private final CheckpointedRecords kept;
  private final RecentRecords recent;
  private final DailyExpiry daily;
  private final Journal journal;
  private final Checkpoint checkpoint;
  private final FailStop failStop;
  private final RocksDbSettings settings;
  private final Horizon horizon;
  private final LateClock lateClock = new LateClock();
  private final BelievedClock clock;
  private final Thread thread;
  private final ReentrantLock room = new ReentrantLock();

  /** Sorted files and journal fit together while it is held. */
  private final Lock files = new ReentrantLock();

  private final Condition roomChanged = room.newCondition();
  private final LongAdder checkpoints = new LongAdder();
  private final LongAdder checkpointNanos = new LongAdder();
  private long lastCheckpoint = System.nanoTime();
  private volatile boolean stopping;

  Maintenance(
      RocksDatabase database,
      CheckpointedRecords kept,
      RecentRecords recent,
      DailyExpiry daily,
      Journal journal,
      Checkpoint checkpoint,
      FailStop failStop,
      RocksDbSettings settings,
      Horizon horizon,
      InstantSource clock) {
    this.database = database;
    this.kept = kept;
    this.recent = recent;
    this.daily = daily;
    this.journal = journal;
    this.checkpoint = checkpoint;
    this.failStop = failStop;
    this.settings = settings;
    this.horizon = horizon;
    boolean isNew = horizon.get().equals(Instant.EPOCH);
    Instant last = isNew ? clock.instant() : horizon.get().plus(MARGIN);
    this.clock = new BelievedClock(clock, last, settings.leapBelievedAfter());
    this.thread = Thread.ofPlatform().name("rocksdb-maintenance").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      alone(this::writeRecovered);
      while (!stopping && !failStop.hasFailed()) {
        sweep();
        if (isDue()) {
          alone(this::makeCheckpoint);
        } else {
          LockSupport.parkNanos(this, POLL_EVERY.toNanos());
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

  private void alone(Runnable work) {
    files.lock();
    try {
      work.run();
    } finally {
      files.unlock();
    }
  }

  /** Puts the files of the database into a new folder, between two checkpoints. */
  void snapshot(Path folder, Lock notClosed) throws IOException {
    files.lock(); // first: a checkpoint that holds it waits until no commit is under way
    try {
      notClosed.lock();
      try {
        failStop.check();
        if (stopping) {
          throw new StoreFailedException("The store is closed.");
        }
        database.snapshot(folder);
      } finally {
        notClosed.unlock();
      }
    } finally {
      files.unlock();
    }
  }

  /** Makes a checkpoint now, if anything was committed since the last one. */
  void checkpoint() {
    alone(() -> {
      failStop.check();
      if (!stopping && (journal.bytesSinceCut() > 0 || kept.recovered() != null)) {
        makeCheckpoint();
      }
    });
  }

  private void sweep() {
    long step = STEP.toMillis();
    Instant now = clock.instant();
    lateClock.look(horizon.get(), now);
    long millis = now.minus(MARGIN).toEpochMilli();
    Instant target = Instant.ofEpochMilli(Math.floorDiv(millis, step) * step);
    if (recent.hasExpired(target)) {
      horizon.raise(target);
    }
    recent.sweep(horizon.get(), database);
    daily.look(target, horizon);
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

  /** Writes the journal of an earlier process, if that has not been done yet. */
  private void writeRecovered() {
    CommitIndex recovered = kept.recovered();
    if (recovered != null) {
      checkpoint.write(recovered, journal.first());
    }
  }

  /** Makes the last checkpoint, on this thread, after {@link #close}. */
  void makeLastCheckpoint() {
    if (!failStop.hasFailed() && journal.bytesSinceCut() > 0) {
      try {
        makeCheckpoint();
      } catch (StoreFailedException e) {
        // It has been reported. Nothing is lost: the journal has it all.
      }
    }
  }

  private void makeCheckpoint() {
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
