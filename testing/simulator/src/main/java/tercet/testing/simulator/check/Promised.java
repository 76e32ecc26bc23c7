package tercet.testing.simulator.check;

import java.util.EnumSet;
import java.util.Set;
import tercet.kernel.Protocol;

/** The promises of a set of protocols: those that all of them give. */
public final class Promised {
  private final Set<Protocol> protocols;

  private Promised(Set<Protocol> protocols) {
    this.protocols = protocols;
  }

  /** By one protocol. */
  public static Promised of(Protocol protocol) {
    return new Promised(EnumSet.of(protocol));
  }

  /** By any protocol. */
  public static Promised ofAll() {
    return new Promised(EnumSet.allOf(Protocol.class));
  }

  /** Whether no balance shows an undecided change. */
  boolean hidesUndecided() {
    return protocols.stream().allMatch(Protocol::hidesUndecided);
  }

  /** Whether a balance may still include an amount that was decided to be taken. */
  boolean takesAfterDeciding() {
    return protocols.stream().anyMatch(Protocol::hidesUndecided);
  }

  /** Whether every transaction is decided by its deadline. */
  public boolean decidesByDeadline() {
    return !protocols.contains(Protocol.CHOREOGRAPHY);
  }

  /** Whether a read shows the outcome of all decisions of one moment. */
  boolean readsWhatIsDecided() {
    return protocols.equals(EnumSet.of(Protocol.TWO_PHASE_COMMIT));
  }
}
