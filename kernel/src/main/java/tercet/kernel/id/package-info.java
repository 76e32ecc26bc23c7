/**
 * Names, amounts and places, which all other packages use. Depends on no other package. Open {@link
 * tercet.kernel.id.Key} first, which makes the keys of all records.
 */
@NullMarked
package tercet.kernel.id;

import org.jspecify.annotations.NullMarked;
