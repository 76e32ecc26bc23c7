/**
 * Arithmetic of time. {@link tercet.kernel.time.Backoff} is the one way to space repeated tries.
 */
@NullMarked
package tercet.kernel.time;

import org.jspecify.annotations.NullMarked;
