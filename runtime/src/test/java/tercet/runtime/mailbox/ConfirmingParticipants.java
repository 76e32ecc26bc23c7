package tercet.runtime.mailbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tercet.kernel.decision.Input;
import tercet.kernel.id.ShardId;
import tercet.kernel.tcc.TccMessage;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.Transport;

/** Participants that confirm each Cancel at once, if they are there, and vote for nothing. */
final class ConfirmingParticipants implements Transport {
  final Deque<Input> answers = new ArrayDeque<>();
  final List<Envelope.ToNode> replies = new ArrayList<>();
  final Set<ShardId> gone = new HashSet<>();
  int cancels;
  int tries;

  @Override
  public void send(Envelope envelope) {
    switch (envelope) {
      case Envelope.ToNode reply -> replies.add(reply);
      case Envelope.ToShard(TccMessage.Cancel cancel) -> {
        cancels++;
        if (reaches(cancel.to())) {
          answers.add(
              new TccMessage.Cancelled(
                  cancel.transaction(), cancel.order(), cancel.coordinator(), cancel.to()));
        }
      }
      case Envelope.ToShard(TccMessage.Try attempt) -> tries++;
      case Envelope.ToShard _, Envelope.Question _, Envelope.Report _ -> {}
    }
  }

  @Override
  public boolean reaches(ShardId shard) {
    return !gone.contains(shard);
  }

  @Override
  public void start(Receiver receiver) {}

  @Override
  public void close() {}
}
