package tercet.testing.simulator.canary;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.outcome.OutcomeMessage;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.TransactionSettings;
import tercet.runtime.store.Store;
import tercet.runtime.transport.Transport;
import tercet.testing.simulator.world.Wiring;

/** Bugs that show only where a store fails over. */
final class LossCanaries {
  /** A replica is behind by less, unless its network or disk is slow. */
  private static final long UNCONFIRMED_MILLIS = 100;

  private LossCanaries() {}

  /** As where stores lose nothing: an outcome is forgotten as soon as it is heard. */
  static Wiring outcomeForgottenAtOnce() {
    return new Wiring() {
      @Override
      public TransactionSettings transactions(TransactionSettings settings) {
        return settings.losing(Duration.ZERO);
      }
    };
  }

  /** A participant that has lost its record hears that the order is paid, but not what to do. */
  static Wiring outcomeWithoutThePart() {
    return (Tampering)
        (records, input, now, decision) ->
            new Decision(
                decision.changes(),
                decision.messages().stream().map(LossCanaries::withoutPart).toList(),
                decision.replies(),
                decision.findings());
  }

  private static Message withoutPart(Message message) {
    return message instanceof OutcomeMessage.Apply apply
        ? new OutcomeMessage.Apply(
            apply.transaction(),
            apply.origin(),
            Branch.unknown(apply.to()),
            apply.validUntil(),
            apply.retainUntil())
        : message;
  }

  /** A store says that its replicas have what it confirms, and a failover loses some of it. */
  static Wiring replicasNotWaitedFor() {
    return new Wiring() {
      @Override
      public long unconfirmedMillis() {
        return UNCONFIRMED_MILLIS;
      }
    };
  }

  /** A store waits for its replicas when something changes, and reads without them. */
  static Wiring readsNotConfirmed() {
    return new Wiring() {
      @Override
      public boolean unconfirmedReads() {
        return true;
      }
    };
  }

  /** No lane compares a shard's sequence with the last one. */
  static Wiring sequencesNotCompared() {
    return new Wiring() {
      @Override
      public Store store(Store store, Transport transport) {
        return new Around(store) {
          @Override
          public boolean hasSequences() {
            return false;
          }
        };
      }
    };
  }

  /** A transaction that a failover has brought back is decided by votes, as if nothing was lost. */
  static Wiring votesCountAfterALoss() {
    return (Deciding) (kernel, records, input, now) -> kernel.decide(timeless(records), input, now);
  }

  private static RecordView timeless(RecordView records) {
    return new RecordView() {
      @Override
      public @Nullable StoredRecord get(Key key) {
        return records.get(key);
      }

      @Override
      public long incarnation() {
        return 1;
      }
    };
  }
}
