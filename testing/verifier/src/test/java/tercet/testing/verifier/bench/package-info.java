/** Tests of the load test, against shops in memory. */
@NullMarked
package tercet.judge.bench;

import org.jspecify.annotations.NullMarked;
