/**
 * Try, confirm, cancel: a try sets aside the amounts of the checkout, beside those of others.
 * Participants take nothing before all have set their amounts aside. Open {@link
 * tercet.kernel.tcc.TccCoordinator} first, then {@link tercet.kernel.tcc.TccParticipant}.
 *
 * <p>The hold is that of P. O'Neil, "The escrow transactional method", TODS 1986: it is granted as
 * long as enough is left beside all holds, so that transactions on the same item seldom wait.
 */
@NullMarked
package tercet.kernel.tcc;

import org.jspecify.annotations.NullMarked;
