/**
 * Tests of the load client against small real servers. {@link
 * tercet.testing.verifier.http.LoadClientSpeed} is no test but a program: it measures how fast the
 * client itself is.
 */
@NullMarked
package tercet.testing.verifier.http;

import org.jspecify.annotations.NullMarked;
