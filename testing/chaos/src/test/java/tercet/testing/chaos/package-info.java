@NullMarked
package tercet.chaos;

import org.jspecify.annotations.NullMarked;
