package tercet.runtime.request;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import tercet.kernel.command.Command;
import tercet.kernel.id.ShardId;

/**
 * One thread that waits for one answer. It parks without a time of its own, because a virtual
 * thread that does is entered into a timer and taken out again; one other thread looks at the clock
 * for all.
 */
final class ParkedRequest extends PendingRequest {
  private final Thread thread = Thread.currentThread();

  /** Of the calling thread. */
  ParkedRequest(
      RequestRules rules,
      CommandContext asking,
      ShardId shard,
      Command command,
      Duration timeout,
      Duration resendAfter) {
    super(rules, asking, shard, command, timeout, resendAfter, System.nanoTime());
  }

  @Override
  protected void wake() {
    LockSupport.unpark(thread);
  }
}
