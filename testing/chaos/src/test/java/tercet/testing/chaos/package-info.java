@NullMarked
package tercet.testing.chaos;

import org.jspecify.annotations.NullMarked;
