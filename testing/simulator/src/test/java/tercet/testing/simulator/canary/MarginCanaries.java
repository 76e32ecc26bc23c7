package tercet.testing.simulator.canary;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.Decider;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.dedupe.DedupeRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.tcc.Released;
import tercet.kernel.tcc.Tcc;
import tercet.kernel.tcc.TccMessage;
import tercet.kernel.transaction.OpenTransaction;
import tercet.kernel.transaction.Tombstone;
import tercet.kernel.transaction.TransactionSettings;
import tercet.runtime.cluster.PeerSettings;
import tercet.runtime.request.RequestSettings;
import tercet.runtime.store.Store;
import tercet.runtime.store.StoreFailedException;
import tercet.runtime.store.StoreUnavailableException;
import tercet.runtime.transport.Transport;
import tercet.testing.simulator.world.Wiring;

/** Bugs that only take something from a margin. */
final class MarginCanaries {
  private static final int LATE_MILLIS = 500;

  private MarginCanaries() {}

  /** Tombstones expire one millisecond before the last message is void. */
  static Wiring tombstonesTooShort() {
    return new Wiring() {
      private Duration margin = Duration.ZERO;

      @Override
      public TransactionSettings transactions(TransactionSettings settings) {
        margin = settings.clockSkewMax().plusMillis(1);
        return settings;
      }

      @Override
      public Decider decider(Decider kernel) {
        Tampering shortening =
            (records, input, now, decision) ->
                Decisions.each(
                    decision,
                    stored -> stored instanceof Tombstone over ? shorter(over, margin) : stored);
        return shortening.decider(kernel);
      }
    };
  }

  private static Tombstone shorter(Tombstone tombstone, Duration by) {
    Instant expiresAt = tombstone.expiresAt().minus(by);
    return switch (tombstone) {
      case Tombstone.Settled settled -> new Tombstone.Settled(expiresAt);
      case Tombstone.Kept kept -> new Tombstone.Kept(kept.taken(), expiresAt);
      case Tombstone.Declined declined -> declined; // its time is told to others
      case Released released -> new Released(released.attempt(), expiresAt);
    };
  }

  /** A transaction gives the validity of its last try for all tries. */
  static Wiring quietAfterTheLastTry() {
    return tampering((records, input, now, decision) ->
        Decisions.each(
            decision,
            stored ->
                stored instanceof Tcc.Trying trying && trying.sends() > 1
                    ? noneValidAfter(
                        trying, lastValid(decision, trying.noneValidAfter()).minusMillis(1))
                    : stored));
  }

  private static Instant lastValid(Decision decision, Instant otherwise) {
    return decision.messages().stream()
        .filter(TccMessage.Try.class::isInstance)
        .map(message -> ((TccMessage.Try) message).validUntil())
        .max(Comparator.naturalOrder())
        .orElse(otherwise);
  }

  private static Tcc noneValidAfter(Tcc.Trying trying, Instant noneValidAfter) {
    return new Tcc.Trying(
        trying.transaction(),
        trying.waiters(),
        trying.attempt(),
        trying.step(),
        trying.awaiting(),
        noneValidAfter,
        trying.sends(),
        trying.wakeAt());
  }

  /** Messages are valid for twice as long as their sender believes. */
  static Wiring validForTooLong() {
    return tampering((records, input, now, decision) ->
        Decisions.eachMessage(
            decision,
            message ->
                switch (message) {
                  case TccMessage.Try attempt ->
                      new TccMessage.Try(
                          attempt.transaction(),
                          attempt.origin(),
                          attempt.branch(),
                          attempt.attempt(),
                          twice(now, attempt.validUntil()),
                          attempt.deadline());
                  case SagaMessage.Debit debit ->
                      new SagaMessage.Debit(
                          debit.transaction(),
                          debit.origin(),
                          debit.branch(),
                          twice(now, debit.validUntil()),
                          debit.deadline());
                  case Message other -> other;
                }));
  }

  private static Instant twice(Instant now, Instant validUntil) {
    return validUntil.plus(Duration.between(now, validUntil));
  }

  /** Answers are forgotten one message lifetime too early. */
  static Wiring answersKeptTooShort() {
    return new Wiring() {
      private Duration lifetime = Duration.ZERO;

      @Override
      public RequestSettings requests(RequestSettings settings) {
        lifetime = settings.messageLifetime().plus(settings.clockSkewMax());
        return settings;
      }

      @Override
      public Decider decider(Decider kernel) {
        Tampering shortening =
            (records, input, now, decision) ->
                Decisions.each(
                    decision,
                    stored ->
                        stored instanceof DedupeRecord answered
                            ? new DedupeRecord(
                                answered.answer(), answered.expiresAt().minus(lifetime))
                            : stored);
        return shortening.decider(kernel);
      }
    };
  }

  /** At the very deadline an order can still be paid. */
  static Wiring deadlineOffByOne() {
    return deciding((kernel, records, input, now) -> {
      OpenTransaction open = open(records, input);
      boolean last = open != null && now.equals(open.transaction().deadline());
      return kernel.decide(records, input, last ? now.minusMillis(1) : now);
    });
  }

  /** A transaction is not woken at its deadline, only a while later. */
  static Wiring toldAfterTheDeadline() {
    return tampering((records, input, now, decision) ->
        Decisions.each(
            decision,
            stored ->
                stored instanceof Tcc.Trying trying
                        && trying.wakeAt().equals(trying.transaction().deadline())
                    ? TccCanaries.wakingAt(trying, trying.wakeAt().plusMillis(LATE_MILLIS))
                    : stored));
  }

  private static @Nullable OpenTransaction open(RecordView records, Input input) {
    return input instanceof Message message && message.to().equals(coordinator(message))
        ? records.get(Key.transaction(message.order(), message.to()), OpenTransaction.class)
        : null;
  }

  private static @Nullable ShardId coordinator(Message message) {
    return switch (message) {
      case TccMessage.Held held -> held.to();
      case SagaMessage.Debited debited -> debited.to();
      case Message other -> null;
    };
  }

  /** No node looks for the open records of a late commit. */
  static Wiring noAdoption() {
    return new Wiring() {
      @Override
      public boolean recovers() {
        return false;
      }
    };
  }

  /** A scan that failed in the middle is taken for a whole one. */
  static Wiring brokenScanBelieved() {
    return new Wiring() {
      @Override
      public Store store(Store store, Transport transport) {
        return new Around(store) {
          @Override
          public void scanOpen(
              Collection<ShardId> shards, BiConsumer<Key, StoredRecord.Open> visitor) {
            try {
              super.scanOpen(shards, visitor);
            } catch (StoreFailedException | StoreUnavailableException e) {
              // The records shown so far are taken for all.
            }
          }
        };
      }
    };
  }

  /** A gateway believes that no message is copied on its way. */
  static Wiring copiesForgotten() {
    return new Wiring() {
      @Override
      public boolean copiesNothing() {
        return true;
      }
    };
  }

  /** A server that was suspected once is looked for after a day. */
  static Wiring peerGivenUp() {
    return new Wiring() {
      @Override
      public PeerSettings peers(PeerSettings settings) {
        return new PeerSettings(
            settings.queueMax(),
            settings.batchMax(),
            settings.waitMax(),
            settings.answerMin(),
            settings.answerMax(),
            settings.probeAfter(),
            settings.probeIdleAfter(),
            Duration.ofDays(1),
            Duration.ofDays(1),
            settings.pauseMin(),
            settings.pauseMax(),
            settings.clockSkewMax());
      }
    };
  }

  private static Wiring tampering(Tampering tampering) {
    return tampering;
  }

  private static Wiring deciding(Deciding deciding) {
    return deciding;
  }
}
