/** Tests of the benchmark, small ones and a short run of it against a real server. */
@NullMarked
package tercet.bench;

import org.jspecify.annotations.NullMarked;
