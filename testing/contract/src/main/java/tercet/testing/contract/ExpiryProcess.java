package tercet.testing.contract;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tercet.kernel.balance.Account;
import tercet.kernel.command.Answer;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.dedupe.DedupeRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.runtime.store.Commit;
import tercet.runtime.store.Store;
import tercet.runtime.store.StoreContendedException;
import tercet.runtime.store.StoreUnavailableException;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.Signals;

/**
 * The program of the processes of {@link StoreKills}, which use a store until they are stopped or
 * killed.
 */
public final class ExpiryProcess {
  /** How long a command is valid, and its answer kept, by the process's clock: 2.4 s in truth. */
  private static final Duration VALID = Duration.ofMinutes(4);

  /** Kept for 30 ms in truth. */
  private static final Duration SHORT = Duration.ofSeconds(3);

  private static final int TRIES = 10;

  private final Store store;
  private final InstantSource clock;
  private final PrintStream output;

  private ExpiryProcess(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
    this.output = System.err;
  }

  /** The balance that commands change. */
  static Key balance() {
    return new Key(RecordKind.ACCOUNT, StoreUnderTest.SHARD, "balance");
  }

  /** The answer to a command. */
  static Key answer(String command) {
    return new Key(RecordKind.RECENT_ANSWER, StoreUnderTest.SHARD, command);
  }

  /**
   * Runs in a process of its own.
   *
   * @param arguments of {@link StoreKills}: the task, and the file to write to
   */
  public static void run(Store store, InstantSource clock, List<String> arguments)
      throws IOException {
    ExpiryProcess process = new ExpiryProcess(store, clock);
    Path log = Path.of(arguments.get(1));
    if (arguments.getFirst().equals("stand")) {
      process.standStill(log);
    } else {
      process.expireForEver(log);
    }
  }

  /**
   * Takes a command, and then a copy of it. In that decision it reads its clock, stops itself, and
   * when the test wakes it, it goes on once the answer is dropped.
   */
  private void standStill(Path log) throws IOException {
    for (int number = 0; number < TRIES; number++) {
      String command = "command-" + number;
      Instant validUntil = clock.instant().plus(VALID);
      boolean taken = take(command, validUntil, () -> {});
      boolean[] inTime = new boolean[1];
      boolean again =
          take(
              command,
              validUntil,
              () -> {
                if (!inTime[0] && clock.instant().isBefore(validUntil)) {
                  inTime[0] = true;
                  write(log, command);
                  Signals.send("STOP", ProcessHandle.current().pid());
                  Await.until("the answer is dropped", StoreExpiry.PATIENCE, () -> !has(command));
                }
              });
      if (inTime[0]) {
        System.out.printf("taken %b, again %b%n", taken, again);
        return;
      }
    }
    output.println("too slow");
  }

  /** Decides like a lane, which tries again when the store was out of reach. */
  private boolean take(String command, Instant validUntil, Runnable standStill) {
    while (true) {
      try {
        return takeOnce(command, validUntil, standStill);
      } catch (StoreUnavailableException | StoreContendedException e) {
        output.println("once more: " + e.getMessage());
      }
    }
  }

  /** A command counts once, and not at all when its time is over. */
  private boolean takeOnce(String command, Instant validUntil, Runnable standStill) {
    return store.commit(
        List.of(),
        view -> {
          Instant horizon = view.horizon();
          Instant clocked = clock.instant();
          Instant now = horizon.isAfter(clocked) ? horizon : clocked;
          standStill.run();
          if (!now.isBefore(validUntil) || view.get(answer(command)) != null) {
            return new Commit<>(Map.of(), false);
          }
          StoredRecord before = view.get(balance());
          long amount = before instanceof Account account ? account.amount().value() : 0;
          Map<Key, @Nullable StoredRecord> changes = new HashMap<>();
          changes.put(balance(), new Account(new Amount(amount + 1), 1));
          changes.put(answer(command), new DedupeRecord(new Answer.Done(), validUntil));
          return new Commit<>(changes, true);
        });
  }

  private boolean has(String command) {
    return store.commit(
        List.of(), view -> new Commit<>(Map.of(), view.get(answer(command)) != null));
  }

  /** Keeps answers for a short time, and writes each down after it was committed. */
  private void expireForEver(Path log) throws IOException {
    for (long number = 0; number >= 0; number++) {
      String command = "c" + ProcessHandle.current().pid() + "-" + number;
      Instant expiry = clock.instant().plus(SHORT);
      boolean kept =
          store.commit(
              List.of(),
              view ->
                  new Commit<>(
                      Map.of(answer(command), new DedupeRecord(new Answer.Done(), expiry)), true));
      if (kept) {
        write(log, command + " " + expiry);
      }
    }
  }

  private static void write(Path log, String line) {
    try {
      Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
