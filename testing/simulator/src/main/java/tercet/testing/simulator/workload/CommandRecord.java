package tercet.testing.simulator.workload;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.runtime.request.CommandContext;

/** One command that a gateway sent to a shard, and the answer that it got. */
public final class CommandRecord {
  private final CommandContext asking;
  private final ShardId shard;
  private final Command command;
  private final long position;
  private @Nullable Answer answer;

  /**
   * @param position of the ledger when it was first sent
   */
  CommandRecord(CommandContext asking, ShardId shard, Command command, long position) {
    this.asking = asking;
    this.shard = shard;
    this.command = command;
    this.position = position;
  }

  /** The right to ask it. */
  CommandContext asking() {
    return asking;
  }

  /** Under which the answer is kept. */
  public Key key() {
    return Key.answer(asking.id(), shard);
  }

  /** Names the command. */
  public String id() {
    return asking.id().value();
  }

  public ShardId shard() {
    return shard;
  }

  public Command command() {
    return command;
  }

  /** Position of the ledger when it was first sent. */
  public long position() {
    return position;
  }

  /** Until when the answer is kept. */
  public Instant retainUntil() {
    return asking.retainUntil();
  }

  /** The gateway's answer, or null if none came. */
  public @Nullable Answer answer() {
    return answer;
  }

  void answered(Answer told) {
    answer = told;
  }
}
