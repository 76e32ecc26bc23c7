package tercet.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tercet.kernel.Protocol;
import tercet.kernel.choreography.Choreography;
import tercet.kernel.choreography.ChoreographyMessage;
import tercet.kernel.choreography.Voted;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.Request;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.outcome.Applied;
import tercet.kernel.outcome.OutcomeMessage;
import tercet.kernel.outcome.Reconciliation;
import tercet.kernel.refund.RefundMessage;
import tercet.kernel.refund.Refunded;
import tercet.kernel.refund.Refunding;
import tercet.kernel.saga.Debited;
import tercet.kernel.saga.Saga;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.tcc.Held;
import tercet.kernel.tcc.Tcc;
import tercet.kernel.tcc.TccMessage;
import tercet.kernel.twophase.Prepared;
import tercet.kernel.twophase.Queued;
import tercet.kernel.twophase.TwoPhase;
import tercet.kernel.twophase.TwoPhaseMessage;
import tercet.runtime.observe.Batch;
import tercet.runtime.observe.Step;

/** Turns decisions into spans. */
final class StepSpans {
  private static final AttributeKey<String> TRANSACTION =
      AttributeKey.stringKey("tercet.transaction");
  private static final AttributeKey<String> SHARD = AttributeKey.stringKey("tercet.shard");
  private static final AttributeKey<String> PROTOCOL = AttributeKey.stringKey("tercet.protocol");
  private static final AttributeKey<String> ANSWER = AttributeKey.stringKey("tercet.answer");
  private static final AttributeKey<List<String>> SENT = AttributeKey.stringArrayKey("tercet.sent");
  private static final AttributeKey<Long> BATCH = AttributeKey.longKey("tercet.batch.inputs");
  private static final AttributeKey<Double> COMMIT_MILLIS =
      AttributeKey.doubleKey("tercet.commit.ms");

  private static final double NANOS_PER_MILLI = 1e6;

  private StepSpans() {}

  /** The name of its input: a message, a command, or a wake-up. */
  static String name(Input input) {
    return switch (input) {
      case Request request -> request.command().getClass().getSimpleName();
      case Message message -> message.getClass().getSimpleName();
      case Input.TimerFired wakeup -> wakeup.getClass().getSimpleName();
    };
  }

  /** A wake-up of a record that had ended. */
  static boolean isNothing(Step step) {
    Decision decision = step.decision();
    return step.input() instanceof Input.TimerFired
        && decision.changes().isEmpty()
        && decision.messages().isEmpty()
        && decision.replies().isEmpty();
  }

  /** Whether the transaction began with it. */
  static boolean begins(Step step) {
    return step.input() instanceof Request request
        && request.command() instanceof Command.Checkout
        && !step.decision().messages().isEmpty();
  }

  /** Participants are below the span in which the transaction began, everything else is above. */
  static SpanContext parent(Step step, ComputedTrace trace) {
    return switch (step.input()) {
      case Message message when message.to().service() != Service.ORDER -> trace.beginning();
      case Input.TimerFired wakeup when wakeup.key().kind() == RecordKind.PARTICIPATION ->
          trace.beginning();
      case Message message -> trace.request();
      case Input.TimerFired wakeup -> trace.request();
      case Request request -> trace.request();
    };
  }

  static Attributes attributes(Step step, Batch batch) {
    AttributesBuilder attributes =
        Attributes.builder()
            .put(TRANSACTION, step.subject().id())
            .put(SHARD, step.input().to().toString())
            .put(BATCH, (long) batch.inputs())
            .put(COMMIT_MILLIS, (batch.committedNanos() - batch.decidedNanos()) / NANOS_PER_MILLI);
    Protocol protocol = protocol(step);
    if (protocol != null) {
      attributes.put(PROTOCOL, protocol.toString());
    }
    Decision decision = step.decision();
    if (!decision.messages().isEmpty()) {
      attributes.put(SENT, decision.messages().stream().map(StepSpans::name).toList());
    }
    for (Decision.Reply reply : decision.replies()) {
      attributes.put(ANSWER, answer(reply.answer()));
    }
    return attributes.build();
  }

  private static String answer(Answer answer) {
    String name = answer.getClass().getSimpleName();
    return answer instanceof Answer.Refused refused
        ? name + " " + refused.refusal().reason()
        : name;
  }

  private static @Nullable Protocol protocol(Step step) {
    if (step.input() instanceof Message message) {
      return switch (message) {
        case TccMessage tcc -> Protocol.TCC;
        case SagaMessage saga -> Protocol.SAGA;
        case ChoreographyMessage choreography -> Protocol.CHOREOGRAPHY;
        case TwoPhaseMessage twoPhase -> Protocol.TWO_PHASE_COMMIT;
        case OutcomeMessage ofAny -> null;
        case RefundMessage ofAny -> null;
      };
    }
    for (Decision.Change change : step.decision().changes()) {
      if (change.stored() instanceof StoredRecord.Open open) {
        return protocol(open);
      }
    }
    return null;
  }

  private static @Nullable Protocol protocol(StoredRecord.Open open) {
    return switch (open) {
      case Tcc transaction -> Protocol.TCC;
      case Held part -> Protocol.TCC;
      case Saga transaction -> Protocol.SAGA;
      case Debited part -> Protocol.SAGA;
      case Choreography transaction -> Protocol.CHOREOGRAPHY;
      case Voted part -> Protocol.CHOREOGRAPHY;
      case TwoPhase transaction -> Protocol.TWO_PHASE_COMMIT;
      case Prepared part -> Protocol.TWO_PHASE_COMMIT;
      case Queued part -> Protocol.TWO_PHASE_COMMIT;
      case Applied ofAny -> null;
      case Reconciliation ofAny -> null;
      case Refunding ofAny -> null;
      case Refunded ofAny -> null;
    };
  }
}
