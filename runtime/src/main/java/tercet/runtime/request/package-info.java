/** Asking shards on behalf of clients. Open {@link tercet.runtime.request.Requests} first. */
@NullMarked
package tercet.runtime.request;

import org.jspecify.annotations.NullMarked;
