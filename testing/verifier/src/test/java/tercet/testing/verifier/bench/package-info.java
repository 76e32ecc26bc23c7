/** Tests of the load test, against shops in memory. */
@NullMarked
package tercet.testing.verifier.bench;

import org.jspecify.annotations.NullMarked;
