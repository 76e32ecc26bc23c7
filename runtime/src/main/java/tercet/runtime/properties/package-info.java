/** Reads files of settings. Open {@link tercet.runtime.properties.PropertyLines}. */
@NullMarked
package tercet.runtime.properties;

import org.jspecify.annotations.NullMarked;
