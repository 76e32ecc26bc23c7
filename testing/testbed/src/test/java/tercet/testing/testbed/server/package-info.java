/** Tests of the servers themselves. */
@NullMarked
package tercet.servers;

import org.jspecify.annotations.NullMarked;
