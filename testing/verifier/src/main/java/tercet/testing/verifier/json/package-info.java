/** Reads and writes the files of results. Open {@link tercet.judge.json.Json}. */
@NullMarked
package tercet.judge.json;

import org.jspecify.annotations.NullMarked;
