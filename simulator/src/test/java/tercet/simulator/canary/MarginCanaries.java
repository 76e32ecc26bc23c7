package tercet.simulator.canary;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tercet.kernel.Decider;
import tercet.kernel.Input;
import tercet.kernel.Key;
import tercet.kernel.Kind;
import tercet.kernel.Message;
import tercet.kernel.Records;
import tercet.kernel.ShardId;
import tercet.kernel.Stored;
import tercet.kernel.command.Answered;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.tcc.TccMessage;
import tercet.kernel.transaction.OpenTransaction;
import tercet.kernel.transaction.TransactionKeys;
import tercet.kernel.transaction.TransactionSettings;
import tercet.runtime.request.RequestSettings;
import tercet.runtime.store.Store;
import tercet.runtime.store.StoreFailedException;
import tercet.runtime.store.StoreUnavailableException;
import tercet.runtime.transport.Transport;
import tercet.simulator.world.Wiring;

/** Bugs that only take something from a margin. */
final class MarginCanaries {
  private MarginCanaries() {}

  static Wiring rememberedWithoutSkew() {
    return new Wiring() {
      @Override
      public TransactionSettings transactions(TransactionSettings settings) {
        return new TransactionSettings(
            settings.messageLifetime(),
            Duration.ZERO,
            settings.resendFirst(),
            settings.resendMax());
      }
    };
  }

  static Wiring quietOneMillisecondEarly() {
    return tampering((records, input, now, decision) ->
        Decisions.eachMessage(
            decision,
            message ->
                switch (message) {
                  case TccMessage.Cancel cancel ->
                      new TccMessage.Cancel(
                          cancel.transaction(),
                          cancel.order(),
                          cancel.coordinator(),
                          cancel.part(),
                          cancel.quietAfter().minusMillis(1));
                  case SagaMessage.Undo undo ->
                      new SagaMessage.Undo(
                          undo.transaction(),
                          undo.order(),
                          undo.coordinator(),
                          undo.part(),
                          undo.quietAfter().minusMillis(1));
                  default -> message;
                }));
  }

  static Wiring validForTooLong() {
    return tampering((records, input, now, decision) ->
        Decisions.eachMessage(
            decision,
            message ->
                switch (message) {
                  case TccMessage.Try attempt ->
                      new TccMessage.Try(
                          attempt.transaction(),
                          attempt.order(),
                          attempt.coordinator(),
                          attempt.part(),
                          attempt.attempt(),
                          twice(now, attempt.validUntil()),
                          attempt.deadline());
                  case SagaMessage.Debit debit ->
                      new SagaMessage.Debit(
                          debit.transaction(),
                          debit.order(),
                          debit.coordinator(),
                          debit.part(),
                          twice(now, debit.validUntil()),
                          debit.deadline());
                  default -> message;
                }));
  }

  private static Instant twice(Instant now, Instant validUntil) {
    return validUntil.plus(Duration.between(now, validUntil));
  }

  static Wiring answersKeptTooShort() {
    return new Wiring() {
      private Duration lifetime = Duration.ZERO;

      @Override
      public RequestSettings requests(RequestSettings settings) {
        lifetime = settings.messageLifetime();
        return settings;
      }

      @Override
      public Decider decider(Decider kernel) {
        Tampering shortening =
            (records, input, now, decision) ->
                Decisions.each(
                    decision,
                    stored ->
                        stored instanceof Answered answered
                            ? new Answered(answered.answer(), answered.expiresAt().minus(lifetime))
                            : stored);
        return shortening.decider(kernel);
      }
    };
  }

  static Wiring deadlineOffByOne() {
    return deciding((kernel, records, input, now) -> {
      OpenTransaction open = open(records, input);
      boolean last = open != null && now.equals(open.transaction().deadline());
      return kernel.decide(records, input, last ? now.minusMillis(1) : now);
    });
  }

  private static @Nullable OpenTransaction open(Records records, Input input) {
    return switch (input) {
      case Message message ->
          records.get(TransactionKeys.open(message.order(), message.to()), OpenTransaction.class);
      case Input.Wakeup wakeup when wakeup.key().kind() == Kind.TRANSACTION ->
          null; // it would wake for ever
      default -> null;
    };
  }

  static Wiring noAdoption() {
    return new Wiring() {
      @Override
      public boolean adopts() {
        return false;
      }
    };
  }

  static Wiring brokenScanBelieved() {
    return new Wiring() {
      @Override
      public Store store(Store store, Transport transport) {
        return new Around(store) {
          @Override
          public void scanOpen(Collection<ShardId> shards, BiConsumer<Key, Stored.Open> visitor) {
            try {
              super.scanOpen(shards, visitor);
            } catch (StoreFailedException | StoreUnavailableException e) {
              // What was shown is taken for all.
            }
          }
        };
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
