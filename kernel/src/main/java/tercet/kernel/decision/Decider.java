package tercet.kernel.decision;

import java.time.Instant;
import java.util.List;
import tercet.kernel.Kernel;
import tercet.kernel.id.Key;

/**
 * A pure function of the stored records, an input and the time, which an interpreter runs. {@link
 * Kernel} is the real one; tests of the simulator put faulty ones in its place, to see that they
 * are caught.
 */
public interface Decider {

  /** The records that deciding an input may read, so that they can be fetched together. */
  List<Key> keys(Input input);

  /**
   * Decides an input. Total: late, repeated and unexpected inputs are decided too.
   *
   * @param records of the shard, expired ones absent
   * @param now by the clock of the node that decides
   */
  Decision decide(RecordView records, Input input, Instant now);
}
