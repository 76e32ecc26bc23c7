/** Reads and writes the files of results. Open {@link tercet.testing.verifier.json.Json}. */
@NullMarked
package tercet.testing.verifier.json;

import org.jspecify.annotations.NullMarked;
