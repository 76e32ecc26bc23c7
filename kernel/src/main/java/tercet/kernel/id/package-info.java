/**
 * Names, amounts and places: what everything else is written in. Depends on nothing. Open {@link
 * tercet.kernel.id.Key} first, which makes the keys of all records.
 */
@NullMarked
package tercet.kernel.id;

import org.jspecify.annotations.NullMarked;
