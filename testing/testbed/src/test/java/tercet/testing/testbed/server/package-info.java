/** Tests of the servers themselves. */
@NullMarked
package tercet.testing.testbed.server;

import org.jspecify.annotations.NullMarked;
