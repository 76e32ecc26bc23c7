/** Asking shards on behalf of clients. Open {@link tercet.runtime.request.ShardClient} first. */
@NullMarked
package tercet.runtime.request;

import org.jspecify.annotations.NullMarked;
