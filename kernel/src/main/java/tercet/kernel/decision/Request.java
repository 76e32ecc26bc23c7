package tercet.kernel.decision;

import java.time.Instant;
import tercet.kernel.command.Command;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.id.CommandId;
import tercet.kernel.id.ShardId;

/**
 * A command on its way to a shard.
 *
 * @param to the shard that decides it
 * @param validUntil a shard that receives it then or later ignores it: its client has stopped
 *     waiting
 * @param retainUntil how long the answer must be remembered: until no repetition of this request
 *     can be valid
 */
public record Request(
    ShardId to,
    CommandId id,
    Command command,
    ReplyAddress replyTo,
    Instant validUntil,
    Instant retainUntil)
    implements Input {}
