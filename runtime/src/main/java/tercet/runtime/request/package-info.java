/**
 * Asking shards on behalf of clients. Open {@link tercet.runtime.request.ShardClient} first, which
 * blocks threads, then {@link tercet.runtime.request.PendingRequest}, which decides what they do
 * and knows no thread and no clock.
 */
@NullMarked
package tercet.runtime.request;

import org.jspecify.annotations.NullMarked;
